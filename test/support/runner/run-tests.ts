import { run } from 'jest'

// `npm test`: jest with its own arguments, and one more that it does not know, which works in any shell:
// `--both-databases` runs on PostgreSQL too what otherwise runs on SQLite alone.
const OPTION = '--both-databases'

const given = process.argv.slice(2)
if (given.includes(OPTION)) process.env['TEST_DATABASES'] = 'both'
process.env['NODE_ENV'] ??= 'test'
await run(given.filter((argument) => argument !== OPTION))
