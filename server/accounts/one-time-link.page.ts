import type { Response } from 'express'

/** Answers a link that is unknown, used, withdrawn or too old (404): from outside they look the same. */
export function showLinkOver(res: Response): void {
  res.status(404).render('accounts/link-over', { pageTitle: 'This link cannot be used' })
}
