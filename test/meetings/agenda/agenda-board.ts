import { listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import type { Db } from '../../../server/database/database.ts'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestMeeting, type TestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { today } from '../../support/clock.ts'

/** A partnership with a plan of three recommendations, and those who prepare or read its agendas. */
export interface AgendaBoard {
  cast: Cast
  plan: TestPlan
  hasan: Browser
  martin: Browser
  olive: Browser
  edgar: Browser
  /** Adds a meeting, in the future and on a day that no other one has, unless the options name a day. */
  aMeeting: (options?: Parameters<typeof addTestMeeting>[2]) => Promise<TestMeeting>
  /** Schedules a meeting over HTTP as the head of service; returns its id. */
  schedule: (heldOn: string) => Promise<number>
  agendaOf: (meeting: { id: number }) => ReturnType<typeof listAgenda>
  /** Returns the titles of what was not taken off, in order. */
  titlesOf: (meeting: { id: number }) => Promise<string[]>
}

export const meetings = '/partnerships/northmoor/meetings'

export const inDays = (days: number) => addDays(today(), days)

/** Returns the item of a meeting as it was added whose title begins so. */
export const itemOf = (meeting: TestMeeting, title: string) =>
  meeting.items.find((item) => item.title.startsWith(title))!

export async function addAgendaBoard(db: Db): Promise<AgendaBoard> {
  const cast = await addCast(db)
  const app = await appOn(db)
  const hasan = await signedIn(app, cast.hasan)
  const martin = await signedIn(app, cast.martin)
  const olive = await signedIn(app, cast.olive)
  const edgar = await signedIn(app, cast.edgar)
  const both = {
    board: [{ personId: cast.bronwen.personId }],
    service: [{ personId: cast.sophie.personId }],
  }
  const plan = await addTestPlan(db, cast.hasan, {
    rows: [
      { text: 'agree with schools who is told', ...both, agreed: [{ rag: 'green', on: '2026-06-02' }] },
      {
        text: 'bring speech therapy into the team',
        ...both,
        agreed: [
          { rag: 'green', on: '2026-06-02' },
          { rag: 'red', on: '2026-09-04', reason: 'No contract' },
        ],
      },
      { text: 'board development', service: both.service },
    ],
  })
  let nextDay = 20
  const agendaOf: AgendaBoard['agendaOf'] = async ({ id }) =>
    listAgenda(db, await hereFor(db, cast.hasan), { id })
  return {
    cast,
    plan,
    hasan,
    martin,
    olive,
    edgar,
    aMeeting: (options = {}) => {
      nextDay += 1
      return addTestMeeting(db, cast.hasan, { heldOn: inDays(nextDay), ...options })
    },
    schedule: async (heldOn) => {
      const [year = '', month = '', day = ''] = heldOn.split('-')
      const date = { 'heldOn-day': day, 'heldOn-month': month, 'heldOn-year': year }
      const answer = await hasan.post(meetings, { ...date, startsAt: '10:00' })
      return Number(/(\d+)$/.exec(answer.headers['location'] ?? '')?.[1])
    },
    agendaOf,
    titlesOf: async (meeting) =>
      (await agendaOf(meeting)).filter(({ takenOff }) => takenOff === null).map(({ title }) => title),
  }
}
