import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import type { Noun } from '../shared/noun.ts'
import { parseForm } from '../web/forms.ts'
import { auditFilterForm } from './audit.forms.ts'
import { auditLine, recordIds } from './audit.page.ts'
import { AUDIT_ROWS_A_PAGE, listAudit } from './audit.store.ts'
import { nameRecords, namedTables } from './record-name.store.ts'
import { seeAudit } from './audit.noun.ts'

/** Who changed what and when. */
export function auditRoutes(db: Db, nouns: readonly Noun[]): Router {
  const router = Router()
  const tables = namedTables(nouns)

  router.get('/partnerships/:slug/audit', allow(seeAudit), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(auditFilterForm, req.query)
    const { account, event, from, to, page = 1 } = form.ok ? form.value : {}
    const filter = { accountId: account, event, from, to }
    const { rows, more, accounts, events } = await listAudit(db, here, filter, page)
    const names = await nameRecords(db, here, tables, recordIds(rows, tables))
    const filtered = [account, event, from, to].some((value) => value !== undefined)
    const address = `/partnerships/${here.partnership.slug}/audit`
    const pageAddress = (number: number) => {
      const query = new URLSearchParams({ ...asText({ account, event, from, to }), page: String(number) })
      return `${address}?${query.toString()}`
    }
    res.render('audit-log/audit', {
      pageTitle: 'Audit',
      wide: true,
      address,
      lines: rows.map((row) => auditLine(row, names, tables)),
      filtered,
      shown: shownWords(page, rows.length),
      clearHref: filtered || !form.ok ? address : undefined,
      page,
      previous: page > 1 ? { href: pageAddress(page - 1) } : undefined,
      next: more ? { href: pageAddress(page + 1) } : undefined,
      accountItems: accounts.map(({ id, name }) => ({ value: id, text: name })),
      eventItems: events.map((name) => ({ value: name, text: name })),
      values: req.query,
      ...(form.ok ? {} : { errors: form.errors, errorSummary: form.errorSummary }),
    })
  })

  return router
}

function shownWords(page: number, rows: number): string {
  if (rows === 0) return 'No changes'
  const first = AUDIT_ROWS_A_PAGE * (page - 1) + 1
  return `Changes ${first} to ${first + rows - 1}, newest first`
}

function asText(values: Record<string, string | number | undefined>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}
