import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { findReport, type Report } from './report.store.ts'

/** Returns the report in the path; throws NotFound if the partnership has none of that number. */
export async function reportOf(db: Db, req: Request, res: Response): Promise<Report> {
  const id = idOf(String(req.params['report']))
  const report = id === undefined ? undefined : await findReport(db, hereOf(res), id)
  if (report === undefined) throw new NotFound('no such report')
  return report
}

/** Returns the address of a report of the partnership. */
export function pathOfReport(res: Response, { id }: Pick<Report, 'id'>): string {
  return `/partnerships/${hereOf(res).partnership.slug}/reports/${id}`
}

/** Returns the way to a page of a report: the reports, the report, the page itself. */
export function reportBreadcrumbs(
  res: Response,
  report: Pick<Report, 'id' | 'subject'>,
  ...pages: { href?: string; text: string }[]
): { href?: string; text: string }[] {
  return [
    { href: `/partnerships/${hereOf(res).partnership.slug}/reports`, text: 'Reports' },
    { ...(pages.length > 0 && { href: pathOfReport(res, report) }), text: report.subject },
    ...pages,
  ]
}
