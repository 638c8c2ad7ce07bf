import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { type Action, findAction } from './action.store.ts'

/** Returns the action in the path; throws NotFound if the partnership has none with that id. */
export async function actionOf(db: Db, req: Request, res: Response): Promise<Action> {
  const id = idOf(String(req.params['action']))
  const action = id === undefined ? undefined : await findAction(db, hereOf(res), id)
  if (action === undefined) throw new NotFound('no such action')
  return action
}

/** Returns the action in the path that is still live; throws Forbidden if it was withdrawn. */
export async function liveActionOf(db: Db, req: Request, res: Response): Promise<Action> {
  const action = await actionOf(db, req, res)
  if (action.withdrawn) throw new Forbidden('This action was withdrawn. It stays as it was then.')
  return action
}

/** Returns the address of an action's page. */
export function pathOfAction(res: Response, action: { id: number }): string {
  return `/partnerships/${hereOf(res).partnership.slug}/actions/${action.id}`
}
