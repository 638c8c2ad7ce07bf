import type { Request, Response } from 'express'
import { LRUCache } from 'lru-cache'
import { today } from '../shared/calendar-day.ts'
import type { PrintedPage } from '../web/handlebars.ts'
import { hereOf } from './here.ts'

/** In characters. */
const MOST_KEPT = 20_000_000

interface LayoutContext {
  pageTitle: string
  breadcrumbs?: object[]
  wide?: boolean
}

/** Prints a page with what `load` gives, or as it was printed before where nothing has changed since. */
type PrintUnlessUnchanged = (
  req: Request,
  res: Response,
  view: string,
  load: () => Promise<LayoutContext>,
) => Promise<void>

/**
 * Gives what prints pages that follow from the partnership's records, the day and what the visitor's roles let them
 * do, and from nothing else: anew only once one of those has changed. Every change writes its audit row in the same
 * transaction, in whichever process, and the ends of the chains were read before the page's records: what is kept
 * under them is never older than they are. Forms with a token, and anything personal, are not for such a page.
 */
export function unchangedPages(): PrintUnlessUnchanged {
  const pages = new LRUCache<string, PrintedPage>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ body = '' }, key) => body.length + key.length,
  })
  return async (req, res, view, load) => {
    const { partnership, roles, auditEnds } = hereOf(res)
    const key = JSON.stringify([partnership.id, auditEnds, today(), roles.toSorted(), req.originalUrl])
    const kept = pages.get(key)
    if (kept !== undefined) {
      res.render(view, { ...kept.context, printed: kept })
      return
    }
    const context = await load()
    const { pageTitle, breadcrumbs, wide } = context
    const printed: PrintedPage = { context: { pageTitle, breadcrumbs, wide } }
    res.render(view, { ...context, printed })
    // It is printed by now, unless that failed.
    if (printed.body !== undefined) pages.set(key, printed)
  }
}
