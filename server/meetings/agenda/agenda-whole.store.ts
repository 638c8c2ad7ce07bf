import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Past } from '../../plans/record/past.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { lastMeetingAsks } from '../../plans/action-state/action-state.store.ts'
import { type AgendaRow, toAgendaRows } from './agenda-building.store.ts'
import { type AgendaItem, agendaAsk, toAgendaItems } from './agenda.store.ts'
import { type MattersArising, mattersAsks, toMattersArising } from './matters-arising.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** The agenda of a meeting with what it is about. */
export interface WholeAgenda {
  items: AgendaItem[]
  rows: AgendaRow[]
  matters: MattersArising
}

/**
 * Returns the agenda of a meeting with the rows of the plan and the matters arising, as they stand now or stood at
 * a past moment, when `here` must say what the settings were then.
 */
export async function loadWholeAgenda(
  db: Db,
  here: Here,
  meeting: Meeting,
  past?: Past,
): Promise<WholeAgenda> {
  const found = await askAtOnce(db, {
    items: agendaAsk(here, meeting),
    ...lastMeetingAsks(here, past?.at),
    ...mattersAsks(here, meeting),
  })
  const rows = await toAgendaRows(db, here, meeting, found, past)
  const known = { planId: meeting.planId, actions: rows.flatMap(({ progress }) => progress.actions) }
  return {
    items: toAgendaItems(here, found.items),
    rows,
    matters: await toMattersArising(db, here, found, { known, past }),
  }
}
