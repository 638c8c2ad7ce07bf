import type { Db } from '../../../server/database/database.ts'
import type { AgendaItem } from '../../../server/meetings/agenda/agenda.store.ts'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { today } from '../clock.ts'
import type { Browser, Fields } from '../browser.ts'
import type { CastMember } from '../cast.ts'
import { filledForm } from '../filled-form.ts'
import { addTestMeeting, type TestMeeting, type TestMeetingOptions } from './meetings.ts'
import { addTestPlan, type TestPlan, type TestRow } from './plans.ts'

export interface TestSession extends TestMeeting {
  plan: TestPlan
  /** Gives the item of a kind; of recommendations that of the row with this number. */
  item: (kind: AgendaItem['kind'], number?: number) => AgendaItem
}

let plans = 0

/** Adds a plan of two rows (or these) with a meeting about it, yesterday and in session unless it is said. */
export async function addTestSession(
  db: Db,
  member: CastMember,
  options: { heldOn?: string; state?: TestMeetingOptions['state']; rows?: TestRow[]; plan?: TestPlan } = {},
): Promise<TestSession> {
  const { heldOn = addDays(today(), -1), state = 'in_session', rows = twoRows } = options
  plans += 1
  const plan = options.plan ?? (await addTestPlan(db, member, { slug: `session-${plans}`, rows }))
  const meeting = await addTestMeeting(db, member, { heldOn, state, planId: plan.id })
  return {
    ...meeting,
    plan,
    item: (kind, number) =>
      meeting.items.find(
        (item) => item.kind === kind && (number === undefined || item.recommendationNumber === number),
      )!,
  }
}

const twoRows: TestRow[] = [
  {
    text: 'Make sure that every child has a place at school',
    agreed: [{ rag: 'red', on: '2026-03-04', reason: 'Late' }],
  },
  { text: 'Ask parents and carers what they think' },
]

/** Opens the form of an item and gives what it would send as it stands, with these fields changed. */
export async function itemForm(browser: Browser, path: string, changes: Fields = {}): Promise<Fields> {
  const { text } = await browser.get(path)
  const form = /<form id="form"[^]*?<\/form>/.exec(text)?.[0] ?? ''
  return { ...filledForm(form), ...changes }
}
