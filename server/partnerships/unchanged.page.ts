import type { Request, Response } from 'express'
import { LRUCache } from 'lru-cache'
import type { PrintedPage } from '../web/handlebars.ts'
import { hereOf } from './here.ts'

/** In bytes. */
const MOST_KEPT = 20_000_000

/** The main part is kept as it is sent: making bytes of it took longer than finding it. */
interface KeptPage {
  context: LayoutContext
  body: Buffer
}

interface LayoutContext {
  pageTitle: string
  breadcrumbs?: object[] | undefined
  wide?: boolean | undefined
}

/** Prints a page with what `load` gives, or as it was printed before where nothing has changed since. */
type PrintUnlessUnchanged = (
  req: Request,
  res: Response,
  view: string,
  load: () => Promise<LayoutContext>,
) => Promise<void>

/**
 * Returns what prints pages that follow from the partnership's records, the day and what the visitor's roles let
 * them do, and from nothing else: anew only once one of those has changed. Every change writes its audit row in
 * the same transaction, in whichever process, and the ends of the chains were read before the page's records: what
 * is kept under them is never older than they are. Forms with a token, and anything personal, are not for such a
 * page.
 */
export function unchangedPages(): PrintUnlessUnchanged {
  const pages = new LRUCache<string, KeptPage>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ body }, key) => key.length + body.length,
  })
  return async (req, res, view, load) => {
    const { partnership, roles, auditEnds, today } = hereOf(res)
    const key = JSON.stringify([partnership.id, auditEnds, today, roles.toSorted(), req.originalUrl])
    const kept = pages.get(key)
    if (kept !== undefined) {
      await send(res, view, kept)
      return
    }
    const context = await load()
    const { pageTitle, breadcrumbs, wide } = context
    const printed: PrintedPage = {}
    res.render(view, { ...context, printed })
    // It is printed by now, unless that failed.
    if (printed.body === undefined) return
    pages.set(key, { context: { pageTitle, breadcrumbs, wide }, body: Buffer.from(printed.body) })
  }
}

/** Prints the layout around a page that was kept, and sends it as one. */
async function send(res: Response, view: string, { context, body }: KeptPage): Promise<void> {
  const layout = await new Promise<string>((resolve, reject) => {
    res.render(view, { ...context, printed: { body: PLACE } }, (error: Error | null, html) => {
      if (error === null) resolve(html)
      else reject(error)
    })
  })
  const [before = '', after = ''] = layout.split(PLACE)
  res.type('html').send(Buffer.concat([Buffer.from(before), body, Buffer.from(after)]))
}

/** Where the main part belongs in the layout; no text that anybody sends keeps one (see textField). */
const PLACE = '\u0000'
