import { join } from 'node:path'
import { run } from 'jest'

// `npm test`: jest with its own arguments, and one more that it does not know, which works in any shell:
// `--both-databases` runs on PostgreSQL too what otherwise runs on SQLite alone.
const OPTION = '--both-databases'

const given = process.argv.slice(2)
if (given.includes(OPTION)) process.env['TEST_DATABASES'] = 'both'
process.env['NODE_ENV'] ??= 'test'
// Tests start some hundred processes: without it each compiles the same modules again.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../../node_modules/.cache/compiled')
await run(given.filter((argument) => argument !== OPTION))
