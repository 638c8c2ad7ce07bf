import { diagnose } from './diagnosis.ts'

// Checks an installation and ends with 0, or with 1 where anything is wrong.

const { text, isSound } = await diagnose(process.env)
console.log(text)
process.exitCode = isSound ? 0 : 1
