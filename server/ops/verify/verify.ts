import { verified } from './report.ts'

// Checks a database against its own audit and ends with 0 where all of it fits, 1 where something does not, and 2
// where it cannot be read.

const { text, code } = await verified(process.argv.slice(2), process.env['DATABASE_URL'])
if (code === 2) console.error(text)
else console.log(text)
process.exitCode = code
