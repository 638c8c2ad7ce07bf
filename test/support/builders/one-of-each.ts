import { randomUUID } from 'node:crypto'
import type { Db } from '../../../server/database/database.ts'
import { moveMeeting } from '../../../server/meetings/meeting-changes.store.ts'
import { nameDelegate, nameMinuteTaker } from '../../../server/meetings/record/meeting-roles.store.ts'
import { recordStatement } from '../../../server/meetings/attendance/meeting-statement.store.ts'
import { confirmAgreements } from '../../../server/meetings/session/confirmation.store.ts'
import { addAddendum } from '../../../server/meetings/minutes/addendum.store.ts'
import { type ItemSave, saveItem } from '../../../server/meetings/items/item-save.store.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import { moveDates } from '../../../server/plans/actions/action-date.store.ts'
import { findAction, withdrawAction } from '../../../server/plans/actions/action.store.ts'
import { changeRecommendation } from '../../../server/plans/recommendations/recommendation-change.store.ts'
import { findRecommendation } from '../../../server/plans/recommendations/recommendation.store.ts'
import { addTestAction, addTestUpdate } from './actions.ts'
import { addCast, type Cast } from '../cast.ts'
import { addEverything, settled } from './everything.ts'
import { hereFor } from './inspections.ts'
import { addTestMeeting } from './meetings.ts'
import { addTestPlan, planAt } from './plans.ts'
import { addTestSnapshot } from './snapshots.ts'

/** Fills a database so that each table that people write has a row at least, each as the app writes it. */
export async function addOneOfEach(db: Db): Promise<Cast> {
  const cast = await addCast(db)
  await settled(await addEverything(db, cast))
  const rows = [{ text: 'Every child has a place at school' }, { text: 'Ask parents and carers' }]
  const plan = await addTestPlan(db, cast.hasan, { slug: 'reviewed', rows })
  await respond(db, cast, plan.id)
  const [first, second] = plan.recommendationIds as [number, number]
  const action = await addTestAction(db, cast.hasan, first)
  await addTestUpdate(db, cast.sophie, action, {
    rag: 'blue',
    decision: { decision: 'accepted', by: cast.hasan },
    confirmedBy: cast.clive,
    evidenceUrl: 'https://example.org/note',
  })
  await correct(db, cast, action)
  await withdraw(db, cast, await addTestAction(db, cast.hasan, second))
  await move(db, cast, plan.id)
  await review(db, cast, plan)
  return cast
}

/** The board's response to a row, with another addressee: what it said before is kept. */
async function respond(db: Db, cast: Cast, planId: number): Promise<void> {
  const { here, plan } = await planAt(db, cast.hasan, planId, '2026-01-06T09:00:00.000Z')
  const row = (await findRecommendation(db, here, plan, 1))!
  const words = { response: 'partly_agreed', reason: 'From next year on', deadline: null } as const
  await changeRecommendation(db, here, row, { ...words, text: row.text, addressee: 'The council' })
}

/** A target date whose year was mistyped. */
async function correct(db: Db, cast: Cast, id: number): Promise<void> {
  const here = await hereFor(db, cast.hasan)
  const dates = { startsOn: null, targetOn: '2098-03-31', reason: 'The year was mistyped' }
  await moveDates(db, here, (await findAction(db, here, id))!, dates, 'correction')
}

async function withdraw(db: Db, cast: Cast, id: number): Promise<void> {
  const here = await hereFor(db, cast.hasan)
  await withdrawAction(db, here, (await findAction(db, here, id))!, 'Written down twice')
}

/** A meeting that was put off, and somebody else in its chair. */
async function move(db: Db, cast: Cast, planId: number): Promise<void> {
  const here = await hereFor(db, cast.clive)
  const { id } = await addTestMeeting(db, cast.clive, { planId, heldOn: '2027-06-01' })
  const meeting = (await findMeeting(db, here, id))!
  const to = { heldOn: '2027-06-08', startsAt: '11:00', reason: 'The hall is closed' }
  await moveMeeting(db, here, meeting, to)
  await nameDelegate(db, here, id, cast.bronwen.accountId)
  await nameMinuteTaker(db, here, id, cast.martin.accountId)
}

/** A meeting with minutes and an addendum, and a later one that approves them and finds a decision done. */
async function review(db: Db, cast: Cast, plan: Awaited<ReturnType<typeof addTestPlan>>): Promise<void> {
  const here = await hereFor(db, cast.clive)
  const earlier = await addTestSnapshot(db, cast.clive, {
    plan,
    heldOn: '2026-06-02',
    agreed: ['red', 'amber'],
  })
  await addAddendum(db, here, earlier.id, 'The chair opened the meeting.')
  const state = 'in_session'
  const later = await addTestMeeting(db, cast.clive, { planId: plan.id, heldOn: '2026-09-08', state })
  const of = (wanted: string) => later.items.find(({ kind }) => kind === wanted)!.id
  const recommendationId = plan.recommendationIds[0]!
  const action = { recommendationId, description: 'Write to schools', owners: [], targetOn: '2026-12-01' }
  await saveItem(db, here, later.id, of('recommendation'), {
    ...NOTHING,
    formKey: randomUUID(),
    action,
    closings: [{ itemId: earlier.item('recommendation', 1).id, note: 'Done in July' }],
  })
  await recordStatement(db, here, later.id, { kind: 'no_interests', holds: true })
  const rag = {
    agreedRag: 'green',
    reportedRag: null,
    agreedReason: 'As the chair said',
    quotes: [],
  } as const
  await saveItem(db, here, later.id, of('recommendation'), {
    ...NOTHING,
    formKey: randomUUID(),
    seen: { agreed: { opened: '', choice: undefined, shown: undefined } },
    rag: { ...rag, quotes: [], as: 'minute_taker' },
  })
  await confirmAgreements(db, here, later.id, [{ itemId: of('recommendation'), agreedVersion: 2 }])
  const approved = { ...NOTHING, formKey: randomUUID(), approve: true }
  await saveItem(db, here, later.id, of('last_minutes'), approved)
}

const NOTHING: Omit<ItemSave, 'formKey'> = {
  seen: {},
  words: { discussion: 'As it was', challenges: [], decision: '', decisionOpen: false },
  rag: undefined,
  action: undefined,
  closings: [],
  approve: false,
}
