import { copyAsTold } from './copying.ts'

// Copies a SQLite database into PostgreSQL. Ends with 0 where the two are the same afterwards, and with 1 where they are
// not or nothing was copied.

const { isSame, problem } = await copyAsTold(process.argv.slice(2), console.log)
if (problem !== undefined) console.error(problem)
process.exitCode = isSame ? 0 : 1
