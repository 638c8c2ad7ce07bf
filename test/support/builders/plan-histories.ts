import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { changeAccountName } from '../../../server/accounts/account.store.ts'
import { orNameTaken } from '../../../server/accounts/name-taken.store.ts'
import { moveDates } from '../../../server/plans/actions/action-date.store.ts'
import {
  type Action,
  changeAction,
  findAction,
  withdrawAction,
} from '../../../server/plans/actions/action.store.ts'
import { addAction } from '../../../server/plans/actions/new-action.store.ts'
import {
  listProgressUpdates,
  sendProgressUpdate,
} from '../../../server/plans/updates/progress-update.store.ts'
import { confirmBlue, decideUpdate } from '../../../server/plans/updates/update-decision.store.ts'
import type { Db } from '../../../server/database/database.ts'
import { listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import { saveItem } from '../../../server/meetings/items/item-save.store.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import { finaliseMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { addMeeting } from '../../../server/meetings/new-meeting.store.ts'
import { endMeeting, startMeeting } from '../../../server/meetings/session/session.store.ts'
import type { Here } from '../../../server/partnerships/here.ts'
import {
  saveAcceptance,
  saveNames,
  namesOf,
  saveRagWords,
} from '../../../server/partnerships/settings.store.ts'
import { changeAgency, listAgencies } from '../../../server/people/agency.store.ts'
import { listNamed } from '../../../server/people/named.store.ts'
import { changePerson, listPeople } from '../../../server/people/person.store.ts'
import { listActionStates } from '../../../server/plans/action-state/action-state.store.ts'
import { changeChampions } from '../../../server/plans/recommendations/champion.store.ts'
import {
  addKeyLines,
  changeKeyLine,
  endKeyLine,
} from '../../../server/plans/recommendations/key-line.store.ts'
import { changePlan, findPlan, type Plan } from '../../../server/plans/record/plan.store.ts'
import {
  addRecommendation,
  changeRecommendation,
} from '../../../server/plans/recommendations/recommendation-change.store.ts'
import {
  listRecommendations,
  type Recommendation,
} from '../../../server/plans/recommendations/recommendation.store.ts'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { RAGS } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

/** One thing that somebody does to a plan: what, to which of its parts, and with which words and numbers. */
const stepKinds = [
  'add row',
  'change row',
  'name champions',
  'add key line',
  'change key line',
  'end key line',
  'add action',
  'change action',
  'move dates',
  'report',
  'decide',
  'confirm',
  'withdraw',
  'rename person',
  'rename agency',
  'rename account',
  'rename plan',
  'switch acceptance',
  'rename partnership',
  'change RAG words',
  'meet',
] as const

export interface Step {
  kind: (typeof stepKinds)[number]
  pick: number
  other: number
  word: string
}

const step: fc.Arbitrary<Step> = fc.record({
  // What makes most of a plan's life comes more often.
  kind: fc.oneof(
    fc.constantFrom(...stepKinds),
    fc.constantFrom(
      ...([
        'add action',
        'change action',
        'name champions',
        'report',
        'report',
        'decide',
        'confirm',
        'move dates',
        'meet',
      ] as const),
    ),
  ),
  pick: fc.nat({ max: 1000 }),
  other: fc.nat({ max: 1000 }),
  word: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).map((word) => `w${word}`),
})

/** The life of a plan: any steps in any order, after a row and an action so that there is something to speak of. */
export const history: fc.Arbitrary<Step[]> = fc
  .array(step, { minLength: 12, maxLength: 30 })
  .map((steps) => [start('add row'), start('add action'), ...steps])

function start(kind: Step['kind']): Step {
  return { kind, pick: 0, other: 0, word: 'first' }
}

interface Board {
  hasan: CastMember
  clive: CastMember
  planSlug: string
  /** Of the meeting held last; each is held a day later. */
  lastHeldOn: string
}

/**
 * Does a step through the stores, by the head of service or the chair; a step for which there is nothing to be
 * done to does nothing. Gives the id of the meeting that was held and finalised.
 */
export async function take(db: Db, board: Board, what: Step): Promise<number | undefined> {
  const here = await hereFor(db, what.other % 2 === 0 ? board.hasan : board.clive)
  const plan = (await findPlan(db, here, board.planSlug))!
  if (what.kind === 'meet') return meet(db, board, plan, what)
  const rows = await listRecommendations(db, here, plan)
  const states = await listActionStates(db, here, { planId: plan.id })
  const state = pickOf(states, what.pick)
  await changePlanParts(db, here, plan, pickOf(rows, what.pick), what)
  if (state !== undefined) await changeActions(db, here, (await findAction(db, here, state.id))!, what)
  await changeNames(db, here, what)
  return undefined
}

function pickOf<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(list.length, 1)]
}

async function changePlanParts(
  db: Db,
  here: Here,
  plan: Plan,
  row: Recommendation | undefined,
  { kind, pick, other, word }: Step,
): Promise<void> {
  if (kind === 'add row') await addRecommendation(db, here, plan, { text: word, addressee: 'The Board' })
  if (kind === 'rename plan') await changePlan(db, here, plan, { title: word, slug: plan.slug })
  if (row === undefined) return
  const line = pickOf(row.keyLines, pick)
  const named = await listNamed(db, here)
  switch (kind) {
    case 'change row':
      await changeRecommendation(db, here, row, {
        text: other % 3 === 0 ? row.text : word,
        addressee: other % 3 === 1 ? row.addressee : word,
        deadline: other % 4 === 0 ? null : word,
        response: (['agreed', 'partly_agreed', 'not_agreed', null] as const)[other % 4]!,
        reason: word,
      })
      break
    case 'name champions':
      await orNameTaken(
        changeChampions(
          db,
          here,
          row,
          [pickOf(named, pick)!, pickOf(named, other)!, { personId: null, agencyId: null }]
            .slice(other % 4)
            .map(({ personId, agencyId }) => ({
              personId,
              agencyId,
              side: pick % 2 === 0 ? 'board' : 'service',
            })),
          {
            newName: other % 5 === 0 ? word : '',
            newJobTitle: word,
            newAgencyId: null,
            newSide: 'service',
          },
        ),
      )
      break
    case 'add key line':
      await addKeyLines(db, here, [
        { recommendationId: row.id, findingId: null, text: word, reference: 'page 1' },
      ])
      break
    case 'change key line':
      if (line !== undefined) await changeKeyLine(db, here, row.id, line, { text: word, reference: '' })
      break
    case 'end key line':
      if (line !== undefined) await endKeyLine(db, here, line)
      break
    case 'add action':
      await addAction(db, here, row, {
        ...wordsOf(word),
        startsOn: null,
        targetOn: other % 3 === 0 ? null : dayIn(other),
        owners: other % 4 === 0 ? [] : [pickOf(named, pick)!],
        newName: '',
        newJobTitle: '',
        newAgencyId: null,
      })
      break
    default:
  }
}

async function changeActions(
  db: Db,
  here: Here,
  action: Action,
  { kind, pick, other, word }: Step,
): Promise<void> {
  const updates = await listProgressUpdates(db, here, [action.id])
  const update = pickOf(updates, other)
  const named = await listNamed(db, here)
  switch (kind) {
    case 'change action':
      await changeAction(db, here, action, {
        ...(other % 2 === 0 ? action : wordsOf(word)),
        owners: [pickOf(named, pick)!, pickOf(named, other)!].slice(other % 3),
        newName: '',
        newJobTitle: '',
        newAgencyId: null,
      })
      break
    case 'move dates':
      await moveDates(db, here, action, {
        startsOn: null,
        targetOn: other % 7 === 0 ? null : dayIn(other),
        reason: word,
      })
      break
    case 'report':
      await sendProgressUpdate(db, here, action.id, {
        rag: RAGS[other % RAGS.length]!,
        nothingChanged: false,
        narrative: word,
        reason: word,
        recovery: '',
        blockedBy: word,
        askOfBoard: '',
        measuredValue: '',
        formKey: randomUUID(),
        seenUpdateId: updates.at(-1)?.id ?? 0,
        evidence:
          pick % 2 === 0
            ? { title: word, datedOn: null, url: 'https://example.org/', file: undefined }
            : undefined,
      })
      break
    case 'decide':
      if (update !== undefined) {
        const decision = pick % 3 === 0 ? 'returned' : 'accepted'
        await decideUpdate(db, here, update.id, { decision, comment: word })
      }
      break
    case 'confirm':
      if (update?.rag === 'blue') await confirmBlue(db, here, update.id, word)
      break
    case 'withdraw':
      if (other % 3 === 0) await withdrawAction(db, here, action, word)
      break
    default:
  }
}

async function changeNames(db: Db, here: Here, { kind, pick, other, word }: Step): Promise<void> {
  const { version, updatesNeedAcceptance } = here.partnership
  const agencies = await listAgencies(db, here)
  switch (kind) {
    case 'rename person': {
      const person = pickOf(await listPeople(db, here), pick)!
      const agencyId = pickOf([null, ...agencies.map(({ id }) => id)], other)!
      const fields = { ...person, name: word, jobTitle: `Job ${word}`, agencyId }
      await orNameTaken(changePerson(db, here, person, fields))
      break
    }
    case 'rename agency': {
      const agency = pickOf(agencies, pick)!
      await changeAgency(db, here, agency, { name: `${word} ${agency.id}`, statutory: agency.statutory })
      break
    }
    case 'rename account':
      await orNameTaken(changeAccountName(db, here.account, word, here.clock))
      break
    case 'switch acceptance':
      await saveAcceptance(db, here, version, !updatesNeedAcceptance)
      break
    case 'rename partnership':
      await saveNames(db, here, version, {
        ...namesOf(here),
        boardName: word,
        serviceName: `Service ${word}`,
      })
      break
    case 'change RAG words':
      await saveRagWords(
        db,
        here,
        version,
        here.ragWords.map((one) => ({ ...one, word: `${one.rag} ${word}` })),
      )
      break
    default:
  }
}

/**
 * Holds a meeting the day after the last one: it agrees a RAG for every row, ends, and its minutes are finalised;
 * somebody may go on reporting before that. The moments in between are nobody's: finalising puts what was agreed
 * at the moment at which the meeting ended.
 */
async function meet(db: Db, board: Board, plan: Plan, { pick, other, word }: Step): Promise<number> {
  const here = await hereFor(db, board.clive)
  board.lastHeldOn = addDays(board.lastHeldOn, 1)
  const id = await addMeeting(db, here, {
    planId: plan.id,
    year: 2026,
    quarter: 1,
    heldOn: board.lastHeldOn,
    startsAt: '10:00',
    place: '',
    link: '',
    chairPersonId: null,
  })
  if (typeof id !== 'number') throw new Error('the meeting could not be planned')
  await startMeeting(db, here, id)
  for (const [index, item] of (await listAgenda(db, here, { id })).entries()) {
    const { recommendationId } = item
    const rag = {
      reportedRag: null,
      agreedRag: RAGS[(pick + index * other) % RAGS.length]!,
      agreedReason: word,
      quotes: [],
      as: 'chair' as const,
    }
    const owners = pickOf(await listNamed(db, here), pick)!
    await saveItem(db, here, id, item.id, {
      formKey: randomUUID(),
      seen: {},
      words: { discussion: word, challenges: [], decision: word, decisionOpen: false },
      rag: recommendationId === null ? undefined : rag,
      action:
        recommendationId === null || (pick + index) % 3 > 0
          ? undefined
          : { recommendationId, description: word, owners: [owners], targetOn: dayIn(other) },
      closings: [],
      approve: false,
    })
  }
  await endMeeting(db, here, id)
  await nextMillisecond()
  await take(db, board, { kind: 'report', pick, other: other + 1, word: `late ${word}` })
  await take(db, board, { kind: 'rename plan', pick, other, word: `late ${word}` })
  const outcome = await finaliseMinutes(db, here, id)
  if (outcome !== 'finalised') throw new Error(`the minutes were not finalised: ${JSON.stringify(outcome)}`)
  return id
}

/** The meeting of that id, which must be there. */
export async function meetingHeld(db: Db, member: CastMember, id: number) {
  return (await findMeeting(db, await hereFor(db, member), id))!
}

/** Waits until the clock shows another millisecond: what is stored tells moments apart by it. */
export async function nextMillisecond(): Promise<void> {
  const began = Date.now()
  while (Date.now() === began) await new Promise((resolve) => setImmediate(resolve))
}

function wordsOf(word: string) {
  return { description: word, desiredOutcome: `${word} out`, successMeasure: '', baseline: '', target: word }
}

/** Some day of 2026 or 2027. */
function dayIn(number: number): string {
  return addDays('2026-01-01', number % 700)
}
