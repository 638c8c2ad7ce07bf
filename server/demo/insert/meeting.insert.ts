import type { Db } from '../../database/database.ts'
import { addAgendaItem } from '../../meetings/agenda/agenda-item.store.ts'
import { writeAgenda } from '../../meetings/agenda/agenda-building.store.ts'
import { findMeeting, type Meeting } from '../../meetings/record/meeting.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { insertRow } from './insert-row.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'
import type { DemoPlan } from './plan.insert.ts'
import type { PersonKey } from '../story/people.data.ts'
import { meetingDay, moment, type Quarter, reviewedQuarter, workingDay } from '../story/timeline.ts'

const PLACE = 'Committee room 2, Northmoor Town Hall'
const LINK = 'https://meet.northmoor.example/youth-justice-board'

/** Schedules the year's four meetings: the first by itself, the others once members had asked for their dates. */
export async function insertMeetings(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
): Promise<Record<Quarter, number>> {
  const schedule = (quarter: Quarter, daysAfterFirst: number) => {
    const scheduledOn = workingDay(addDays(meetingDay(partnership.today, 1), daysAfterFirst))
    return insertRow(trx, 'meetings', {
      partnership_id: partnership.id,
      plan_id: plan.id,
      ...reviewedQuarter(partnership.today, quarter),
      held_on: meetingDay(partnership.today, quarter),
      starts_at: '14:00',
      place: PLACE,
      link: LINK,
      chair_person_id: partnership.personId('meera'),
      created_by: partnership.accountId('rhys'),
      created_at: moment(scheduledOn, '10:40'),
    })
  }
  return {
    1: await schedule(1, -40),
    2: await schedule(2, 3),
    3: await schedule(3, 3),
    4: await schedule(4, 3),
  }
}

/** Writes the agenda of the meeting that comes next, with an item that somebody asked for. */
export async function planNextMeeting(trx: Db, partnership: DemoPartnership, id: number): Promise<void> {
  const here = await hereAs(trx, partnership, 'rhys')
  const meeting = await meetingAs(trx, partnership, 'rhys', id)
  await writeAgenda(trx, here, meeting, moment(workingDay(addDays(partnership.today, -1)), '10:20'))
  await addAgendaItem(trx, here, id, {
    title: 'Paying for emergency placements until the budget is set',
    note: 'Winston Farraday and Philippa Oyelaran ask the board to support joint funding and to name one officer who decides.',
    minutes: 15,
    before: null,
  })
}

/** Gives a meeting of the demo board as somebody of it sees it. */
export async function meetingAs(
  trx: Db,
  partnership: DemoPartnership,
  key: PersonKey,
  id: number,
): Promise<Meeting> {
  const meeting = await findMeeting(trx, await hereAs(trx, partnership, key), id)
  if (meeting === undefined) throw new Error(`the demo board has no meeting ${id}`)
  return meeting
}
