import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../server/database/database.ts'
import { startPrintJob } from '../../server/printing/print-job.ts'
import { findPrintJob } from '../../server/printing/print-job.store.ts'
import type { CastMember } from '../support/cast.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { smallPaper } from '../support/builders/print-jobs.ts'

// A process of its own that asks for the same paper as another, and says which job it was given.

const { DATABASE_URL = '', ACCOUNT = '', TITLE = '' } = process.env
const db = openDatabase(DATABASE_URL)
const here = await hereFor(db, { accountId: Number(ACCOUNT) } as CastMember)
const id = await startPrintJob(db, here, { paper: smallPaper(TITLE), format: 'pdf', askedOn: '/' })
console.log(`job ${id}`)
// Until what it writes is kept.
while ((await findPrintJob(db, here, id))?.state === 'writing') await setTimeout(50)
await db.destroy()
