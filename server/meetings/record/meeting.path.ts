import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { actsAsChair, agreesAs, mayTakeMinutes } from './meeting.rules.ts'
import { findMeeting, type Meeting } from './meeting.store.ts'

/** Returns the meeting in the path; throws NotFound if the partnership has none of that number. */
export async function meetingOf(db: Db, req: Request, res: Response): Promise<Meeting> {
  const id = idOf(String(req.params['meeting']))
  const meeting = id === undefined ? undefined : await findMeeting(db, hereOf(res), id)
  if (meeting === undefined) throw new NotFound('no such meeting')
  return meeting
}

/**
 * Returns the meeting in the path out of those of the partnership; throws NotFound if it is not among them.
 */
export function meetingAmong(req: Request, meetings: readonly Meeting[]): Meeting {
  const id = idOf(String(req.params['meeting']))
  const meeting = meetings.find((one) => one.id === id)
  if (meeting === undefined) throw new NotFound('no such meeting')
  return meeting
}

/** Returns the address of a meeting of the partnership. */
export function pathOfMeeting(res: Response, { id }: Pick<Meeting, 'id'>): string {
  return `/partnerships/${hereOf(res).partnership.slug}/meetings/${id}`
}

/** Throws Forbidden if the signed-in account may not record what this meeting discusses. */
export function allowMinuteTaking(res: Response, meeting: Meeting): void {
  if (mayTakeMinutes(hereOf(res), meeting)) return
  throw new Forbidden(
    'Only the chair, the head of service, the minute taker and the acting chair record a meeting.',
  )
}

/** Throws Forbidden if the signed-in account does not record what the board agrees at this meeting. */
export function allowAgreeing(res: Response, meeting: Meeting): void {
  if (agreesAs(hereOf(res), meeting) !== undefined) return
  throw new Forbidden('Only the chair or the acting chair of this meeting does this.')
}

/** Throws Forbidden if the signed-in account is not the chair, nor named by the chair for this meeting. */
export function allowChairing(res: Response, meeting: Meeting): void {
  if (actsAsChair(hereOf(res), meeting)) return
  throw new Forbidden('Only the chair or the acting chair of this meeting does this.')
}

/**
 * Returns what a form shows where the meeting no longer takes it, and makes the answer a 409; {} if there is no
 * reason why it would not.
 */
export function refuse(res: Response, why: string | undefined): Record<string, unknown> {
  if (why === undefined) return {}
  res.status(409)
  return { fixed: true, errorSummary: [{ text: why }] }
}
