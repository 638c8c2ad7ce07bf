import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { refuse, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import { findAgendaChanges } from './agenda-order.store.ts'
import { cameFromWords } from './agenda.page.ts'
import { listAgenda } from './agenda.store.ts'
import { lowerFirst } from '../../shared/lower-first.ts'

/** Answers with the page on which the agenda of the meeting in the path is arranged; 409 where it no longer is. */
export async function showAgenda(
  db: Db,
  req: Request,
  res: Response,
  page: Record<string, unknown> = {},
): Promise<void> {
  const here = hereOf(res)
  const meeting = await meetingOf(db, req, res)
  const items = await listAgenda(db, here, meeting)
  const onAgenda = items.filter(({ takenOff }) => takenOff === null)
  const why = whyFixed(meeting.state)
  res.render('meetings/agenda/agenda', {
    pageTitle: `Agenda of the ${lowerFirst(meetingTitle(meeting))}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    title: meetingTitle(meeting),
    path: `${pathOfMeeting(res, meeting)}/agenda`,
    items: onAgenda.map((item, index) => ({
      ...item,
      number: index + 1,
      from: cameFromWords(item),
      isFirst: index === 0,
      isLast: index === onAgenda.length - 1,
    })),
    takenOff: items.filter(({ takenOff }) => takenOff !== null),
    changes: why === undefined ? await findAgendaChanges(db, here, meeting, items) : undefined,
    ...page,
    ...refuse(res, why),
  })
}
