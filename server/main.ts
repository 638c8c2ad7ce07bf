import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

// Half of a start goes into compiling 1,500 files. What comes of it is kept beside the libraries, where only
// those may write who can change the program itself; where nobody can, starting takes longer and works.
const compiled = join(import.meta.dirname, '../node_modules/.cache/compiled')
enableCompileCache(compiled)
// For its threads and processes, which write papers and read files.
process.env['NODE_COMPILE_CACHE'] ??= compiled
await import('./start.ts')
flushCompileCache()
