import { randomUUID } from 'node:crypto'
import type { Db } from '../../../server/database/database.ts'
import { bringUpToDate } from '../../../server/meetings/agenda/agenda-order.store.ts'
import { listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import { saveAttendance } from '../../../server/meetings/attendance/attendance-save.store.ts'
import { UNSEEN_ENTRY } from '../../../server/meetings/attendance/attendance-merge.rules.ts'
import { NO_ENTRY } from '../../../server/meetings/attendance/attendance.rules.ts'
import { finaliseMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { addMeeting } from '../../../server/meetings/new-meeting.store.ts'
import { type ItemSave, saveItem } from '../../../server/meetings/items/item-save.store.ts'
import { endMeeting, startMeeting } from '../../../server/meetings/session/session.store.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import type { BenchBoard } from './board.ts'
import { type BenchEvent, RAGS } from './plan.ts'
import type { Choice } from '../../support/builders/choice.ts'
import { deed, narrative } from './text.ts'

const QUARTERS = [
  { quarter: 4, day: '02-20' },
  { quarter: 1, day: '05-21' },
  { quarter: 2, day: '08-20' },
  { quarter: 3, day: '11-19' },
]

const NOBODY = { addPersonId: null, newName: '', newJobTitle: '', newAgencyId: null }

/** Returns the four meetings of the year of the board's plan, each held and minuted; the newest of all is in session. */
export function meetingEvents(
  board: BenchBoard,
  year: number,
  isNewest: boolean,
  choice: Choice,
): BenchEvent[] {
  const { people, plan } = board
  const { minuteTaker, chair } = people
  return QUARTERS.flatMap(({ quarter, day }, index) => {
    const inSession = isNewest && index === QUARTERS.length - 1
    const heldOn = `${year}-${day}`
    const meeting = { id: 0, itemIds: [] as number[] }
    const asMinuteTaker = (trx: Db, at: string) => hereFor(trx, minuteTaker, board.slug, () => at)
    const schedule = async (trx: Db, at: string) => {
      const added = await addMeeting(trx, await asMinuteTaker(trx, at), {
        planId: plan.id,
        year,
        quarter,
        heldOn,
        startsAt: '10:00',
        place: 'Committee room 2',
        link: '',
        chairPersonId: chair.personId,
      })
      if (typeof added !== 'number') throw new Error(`there is a meeting on ${heldOn}`)
      meeting.id = added
    }
    const start = async (trx: Db, at: string) => {
      const here = await asMinuteTaker(trx, at)
      expect(await bringUpToDate(trx, here, meeting.id), 'done')
      expect(await startMeeting(trx, here, meeting.id), 'started')
    }
    const record = async (trx: Db, at: string) => {
      const here = await asMinuteTaker(trx, at)
      for (const { id, kind } of await listAgenda(trx, here, meeting)) {
        if (kind === 'recommendation') meeting.itemIds.push(id)
        // A meeting in session has come half through.
        const isHeard = kind === 'recommendation' && !(inSession && meeting.itemIds.length % 2 === 0)
        const approve = kind === 'last_minutes'
        if (isHeard || approve) {
          const said = isHeard ? saidOfRow(choice) : NOTHING_SAID
          const saved = await saveItem(trx, here, meeting.id, id, { ...said, formKey: randomUUID(), approve })
          // The last minutes of a year stand on the agenda of each meeting of the next.
          if (saved !== 'approved already') expect(saved, 'saved')
        }
      }
      if (inSession) board.meeting = meeting
    }
    const end = async (trx: Db, at: string) => {
      const here = await asMinuteTaker(trx, at)
      const sent = people.board.map(({ personId }) => {
        const status = choice.below(5) === 0 ? ('apologies' as const) : ('present' as const)
        return { personId, entry: { ...NO_ENTRY, status }, seen: UNSEEN_ENTRY }
      })
      const save = { entries: sent, newcomer: NOBODY }
      expect(await saveAttendance(trx, here, meeting.id, save), 'saved')
      expect(await endMeeting(trx, here, meeting.id), 'ended')
    }
    const finalise = async (trx: Db, at: string) => {
      expect(await finaliseMinutes(trx, await asMinuteTaker(trx, at), meeting.id), 'finalised')
    }
    const events = [
      { at: `${year}-01-20T09:00:00.000Z`, happens: schedule },
      { at: `${heldOn}T10:00:00.000Z`, happens: start },
      { at: `${heldOn}T11:00:00.000Z`, happens: record },
    ]
    return inSession
      ? events
      : [
          ...events,
          { at: `${heldOn}T12:00:00.000Z`, happens: end },
          { at: `${heldOn}T15:00:00.000Z`, happens: finalise },
        ]
  })
}

const NOTHING_SAID: Omit<ItemSave, 'formKey' | 'approve'> = {
  seen: {},
  words: { discussion: '', challenges: [], decision: '', decisionOpen: false },
  rag: undefined,
  action: undefined,
  closings: [],
}

function saidOfRow(choice: Choice): typeof NOTHING_SAID {
  const rag = choice.of(RAGS)
  return {
    ...NOTHING_SAID,
    words: { ...NOTHING_SAID.words, discussion: narrative(choice), decision: deed(choice) },
    rag: { reportedRag: rag, agreedRag: rag, agreedReason: 'As the champions said', quotes: [], as: 'chair' },
  }
}

function expect(outcome: unknown, expected: string): void {
  if (outcome !== expected) throw new Error(`not ${expected}: ${JSON.stringify(outcome)}`)
}
