import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { findItem } from './agenda-item.store.ts'
import { type AgendaItem } from './agenda.store.ts'
import { meetingOf } from '../record/meeting.path.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** Returns the meeting and the item of its agenda in the path; throws NotFound if there is no such one. */
export async function agendaItemOf(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ meeting: Meeting; item: AgendaItem }> {
  const meeting = await meetingOf(db, req, res)
  const id = idOf(String(req.params['item']))
  const item = id === undefined ? undefined : await findItem(db, hereOf(res), meeting, id)
  if (item === undefined) throw new NotFound('no such item')
  return { meeting, item }
}
