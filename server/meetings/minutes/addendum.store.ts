import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** A correction of finalised minutes, signed and dated; it never changes. */
export interface Addendum {
  id: number
  text: string
  /** The name and job title of whoever signed it, as they were then. */
  signedName: string
  signedAs: string
  addedAt: string
}

/** Returns the addenda to the minutes of a meeting, oldest first. */
export async function listAddenda(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Promise<Addendum[]> {
  return (await askAtOnce(db, { addenda: addendaAsk(db, here, [meeting.id]) })).addenda
}

/** An addendum with the meeting whose minutes it corrects. */
export interface StoredAddendum extends Addendum {
  meetingId: number
}

/** Asks for the addenda to the minutes of meetings, oldest first. */
export function addendaAsk(db: Db, here: Here, meetingIds: readonly number[]): Ask<StoredAddendum> {
  const addenda = db('addenda as a')
    .join('meetings as m', 'm.id', 'a.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .whereIn('m.id', meetingIds)
    .orderBy('a.id')
  return ask(addenda, {
    id: 'a.id',
    meetingId: 'a.meeting_id',
    text: 'a.text',
    signedName: 'a.signed_name',
    signedAs: 'a.signed_as',
    addedAt: 'a.added_at',
  })
}

/**
 * Adds an addendum that whoever is signed in signs. Returns 'locked' if the minutes can still be changed
 * themselves, and 'added' too where the same words came in from them last, as when a form is sent twice.
 */
export function addAddendum(
  db: Db,
  here: Here,
  meetingId: number,
  text: string,
): Promise<'added' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || meeting.finalisedAt === null) return 'locked'
    const last = await trx('addenda')
      .where({ meeting_id: meeting.id })
      .orderBy('id', 'desc')
      .first<{ text: string; added_by: number } | undefined>('text', 'added_by')
    if (last?.text === text && last.added_by === here.account.id) return 'added'
    const signature = { signed_name: here.account.name, signed_as: await jobTitleOf(trx, here) }
    await trx('addenda').insert({
      meeting_id: meeting.id,
      text,
      ...signature,
      added_by: here.account.id,
      added_at: at,
    })
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'addendum signed',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { addenda: { meeting_id: meeting.id, added_at: at } },
      after: { text, ...signature },
      at,
    })
    return 'added'
  })
}

async function jobTitleOf(trx: Db, { personId }: Here): Promise<string> {
  if (personId === null) return ''
  const person = await trx('people')
    .where({ id: personId })
    .first<{ job_title: string } | undefined>('job_title')
  return person?.job_title ?? ''
}
