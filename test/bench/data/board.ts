import type { Db } from '../../../server/database/database.ts'
import { addPartnership } from '../../../server/partnerships/partnership.store.ts'
import { addAgency } from '../../../server/people/agency.store.ts'
import { addMember, type CastMember } from '../../support/cast.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { meetingEvents } from './meetings.ts'
import { choiceFrom } from '../../support/builders/choice.ts'
import { type BenchEvent, type BenchPlan, planEvents, type PlanSize } from './plan.ts'
import { NAME } from './source.ts'

/** Who does what in a partnership; everybody has an account. */
interface BenchPeople {
  head: CastMember
  champion: CastMember
  chair: CastMember
  minuteTaker: CastMember
  /** The chair among them. */
  board: CastMember[]
}

/** A partnership with what a measurement has to know about it. */
export interface BenchBoard {
  slug: string
  people: BenchPeople
  /** The newest. */
  plan: BenchPlan
  /** The one in session, about the newest plan, with its items about recommendations. */
  meeting: { id: number; itemIds: number[] }
}

const FOUNDED = '2016-01-04T09:00:00.000Z'

const NEWEST_YEAR = 2026

const AGENCIES = [
  'Northern Police',
  'Valley Health Trust',
  'Probation North',
  'Schools Together',
  'Haven Housing',
]

/**
 * Makes a partnership with so many plans, one a year, through the stores: each thing as the person who does it, at its
 * moment and in its order.
 */
export function makeBoard(db: Db, plans: number, size: PlanSize): Promise<BenchBoard> {
  return db.transaction(async (trx) => {
    const people = await addPeople(trx)
    const board: BenchBoard = {
      slug: NAME,
      people,
      plan: { id: 0, slug: '', recommendationIds: [], actions: [] },
      meeting: { id: 0, itemIds: [] },
    }
    const choice = choiceFrom(NEWEST_YEAR)
    for (let year = NEWEST_YEAR + 1 - plans; year <= NEWEST_YEAR; year += 1) {
      const isNewest = year === NEWEST_YEAR
      board.plan = { id: 0, slug: `${year}-${(year + 1) % 100}`, recommendationIds: [], actions: [] }
      const most = isNewest ? size.mostUpdates : size.updates
      await tell(trx, [
        ...planEvents(board, year, { ...size, mostUpdates: most }, choice),
        ...meetingEvents(board, year, isNewest, choice),
      ])
    }
    return board
  })
}

/** Those of one moment in the order in which they are given. */
async function tell(trx: Db, events: BenchEvent[]): Promise<void> {
  events.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
  for (const { at, happens } of events) await happens(trx, at)
}

async function addPeople(trx: Db): Promise<BenchPeople> {
  const partnership = {
    councilName: NAME,
    name: `${NAME} Youth Justice Partnership Board`,
    serviceName: `${NAME} Youth Justice Service`,
  }
  const { id } = await addPartnership(trx, partnership, null, FOUNDED)
  const options = { at: FOUNDED, domain: `${NAME}.example` }
  const head = await addMember(trx, id, 'Hilary Head', ['head_of_service'], options)
  const champion = await addMember(trx, id, 'Sidney Service', ['service_champion'], options)
  const minuteTaker = await addMember(trx, id, 'Merle Minutes', ['minute_taker'], options)
  const onBoard = { ...options, sitsOnBoard: true }
  const chair = await addMember(trx, id, 'Robin Chair', ['chair'], onBoard)
  const board = [chair]
  const here = await hereFor(trx, head, NAME, () => FOUNDED)
  for (const [index, name] of AGENCIES.entries()) {
    const agencyId = await addAgency(trx, here, { name, statutory: true })
    if (typeof agencyId !== 'number') throw new Error(`${name} was not added: ${agencyId}`)
    board.push(await addMember(trx, id, `Bryn${index + 1} Board`, ['board_member'], { ...onBoard, agencyId }))
  }
  return { head, champion, minuteTaker, chair, board }
}
