import { planMeetings } from '../../meetings/record/meeting.noun.ts'
import { addAgendaItem, changeAgendaItem } from '../../meetings/agenda/agenda-item.store.ts'
import { bringUpToDate } from '../../meetings/agenda/agenda-order.store.ts'
import { listAgenda } from '../../meetings/agenda/agenda.store.ts'
import { addMeeting } from '../../meetings/new-meeting.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import type { DemoItem } from '../story/meetings/demo-meeting.ts'
import { comingMeeting, meetings } from '../story/meetings/every-meeting.ts'
import {
  meetingDay,
  minutesLater,
  moment,
  type Quarter,
  reviewedQuarter,
  workingDay,
} from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { planOf } from './plan.events.ts'
import { expectOutcome, hereAs, idOf, note, type Scene } from './scene.ts'
import { sessionEvents } from './session.events.ts'

const PLACE = 'Committee room 2, Northmoor Town Hall'
const LINK = 'https://meet.northmoor.example/youth-justice-board'

/** How many minutes are planned for a recommendation that the board takes first. */
const MINUTES_FIRST = 10

/** Returns the year's four meetings: how each was scheduled and prepared, and how the first three were held. */
export function meetingEvents(today: string): DemoEvent[] {
  // The first by itself; the others once members had asked for the dates of the whole year.
  const days = [-40, 8, 8, 8]
  const scheduled = ([1, 2, 3, 4] as const).map((quarter, index): DemoEvent => {
    const day = workingDay(addDays(meetingDay(today, 1), days[index] ?? 0))
    return {
      at: minutesLater(moment(day, '10:40'), index),
      happens: (scene) => schedule(scene, today, quarter),
    }
  })
  return [
    ...scheduled,
    ...meetings.flatMap((meeting) => [
      ...prepared(
        meeting.quarter,
        workingDay(addDays(meetingDay(today, meeting.quarter), -4)),
        meeting.items,
      ),
      ...sessionEvents(today, meeting),
    ]),
    ...prepared(4, workingDay(addDays(today, -1)), comingMeeting.items),
  ]
}

async function schedule(scene: Scene, today: string, quarter: Quarter): Promise<void> {
  const here = await hereAs(scene, 'rhys', planMeetings)
  const added = await addMeeting(scene.trx, here, {
    planId: (await planOf(scene, here)).id,
    ...reviewedQuarter(today, quarter),
    heldOn: meetingDay(today, quarter),
    startsAt: '14:00',
    place: PLACE,
    link: LINK,
    chairPersonId: idOf(scene, 'person', 'meera'),
  })
  if (typeof added !== 'number') throw new Error(`meeting ${quarter} is refused: ${JSON.stringify(added)}`)
  note(scene, 'meeting', quarter, added)
}

/** The agenda is put in the order that the plan asks for by then, with the items that somebody asked for. */
function prepared(quarter: Quarter, day: string, items: readonly DemoItem[]): DemoEvent[] {
  const at = moment(day, '10:20')
  const asked = items.filter((item) => item.kind === 'added')
  return [
    {
      at,
      happens: async (scene) => {
        const here = await hereAs(scene, 'rhys', planMeetings)
        const outcome = await bringUpToDate(scene.trx, here, idOf(scene, 'meeting', quarter))
        expectOutcome(outcome, 'done', `the agenda of meeting ${quarter}`)
      },
    },
    { at: minutesLater(at, 2), happens: (scene) => giveTime(scene, quarter) },
    ...asked.map(({ title, note: why, minutes }, index) => ({
      at: minutesLater(at, 5 + index),
      happens: async (scene: Scene) => {
        const here = await hereAs(scene, 'rhys', planMeetings)
        const fields = { title, note: why, minutes, before: null }
        const added = await addAgendaItem(scene.trx, here, idOf(scene, 'meeting', quarter), fields)
        expectOutcome(typeof added, 'number', `the item “${title}”`)
      },
    })),
  ]
}

/** When the agenda was built nobody knew yet what the board would take first: that gets more than two minutes. */
async function giveTime(scene: Scene, quarter: Quarter): Promise<void> {
  const here = await hereAs(scene, 'rhys', planMeetings)
  const agenda = await listAgenda(scene.trx, here, { id: idOf(scene, 'meeting', quarter) })
  for (const item of agenda) {
    if (item.section !== 'first' || item.minutes === MINUTES_FIRST) continue
    const { title, note: words } = item
    const fields = { title, note: words, minutes: MINUTES_FIRST }
    expectOutcome(await changeAgendaItem(scene.trx, here, item, fields), 'saved', `“${title}”`)
  }
}
