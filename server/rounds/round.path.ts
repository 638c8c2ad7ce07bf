import type { Request, Response } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { findRound } from './round.store.ts'
import { type Round } from './round.ts'

/** Returns the round in the path; throws NotFound if the partnership has none with that id. */
export async function roundOf(db: Db, req: Request, res: Response): Promise<Round> {
  const id = idOf(String(req.params['round']))
  const round = id === undefined ? undefined : await findRound(db, hereOf(res), id)
  if (round === undefined) throw new NotFound('no such round')
  return round
}

/** Returns the address of a round of the partnership. */
export function pathOfRound(res: Response, { id }: { id: number }): string {
  return `/partnerships/${hereOf(res).partnership.slug}/rounds/${id}`
}
