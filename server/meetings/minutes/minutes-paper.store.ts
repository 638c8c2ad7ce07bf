import type { Db } from '../../database/database.ts'
import type { Paper } from '../../paper/paper.ts'
import { brandOf } from '../../partnerships/brand.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { withoutNamesIn } from '../../people/public-names.rules.ts'
import { listPublicNames } from '../../people/public-names.store.ts'
import { startOfDay } from '../../shared/calendar-day.ts'
import { listAddenda } from './addendum.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { writeMinutes } from './minutes-document.store.ts'
import { minutesMoment, minutesPaper } from './minutes.paper.ts'
import { findMinutes } from './minutes.store.ts'
import { type Unreadable, unreadableWords } from '../../shared/sealed-json.ts'

/** Why there are no minutes on paper as asked. */
export interface NoPaper {
  why: string
}

/**
 * Returns the minutes of a meeting on paper: a draft from what is recorded, else as they were finalised, with
 * their addenda. Only approved minutes have a public version, with job titles in place of names.
 */
export async function minutesOnPaper(
  db: Db,
  here: Here,
  meeting: Meeting,
  { forPublic }: { forPublic: boolean },
): Promise<Paper | NoPaper> {
  if (meeting.state === 'cancelled') return { why: 'This meeting was cancelled, so it has no minutes.' }
  if (meeting.startedAt === null) return { why: 'The minutes begin when the meeting does.' }
  if (forPublic && meeting.state !== 'approved') {
    return { why: 'Only approved minutes have a public version. The next meeting can approve these.' }
  }
  const minutes = await findMinutes(db, here, meeting)
  const document = minutes === undefined ? await writeMinutes(db, here, meeting) : minutes.document
  if (document === null) return { why: minutes?.unreadable ? whyNotPrinted(minutes.unreadable) : '' }
  const addenda = await listAddenda(db, here, meeting)
  const paper = minutesPaper({
    meeting,
    document,
    addenda,
    sha256: minutes?.sha256 ?? null,
    brand: await brandOf(db, here),
    madeAt: minutesMoment(meeting, addenda) ?? startOfDay(here.today),
    forPublic,
  })
  return forPublic ? withoutNamesIn(paper, await listPublicNames(db, here)) : paper
}

function whyNotPrinted(unreadable: Unreadable): string {
  return unreadableWords(
    unreadable,
    'these minutes',
    'These minutes no longer fit the checksum they were finalised with, so they are not printed. Somebody has changed them in the database: restore them from a backup.',
  )
}
