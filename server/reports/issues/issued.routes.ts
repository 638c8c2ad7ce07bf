import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import type { Paper } from '../../paper/paper.ts'
import { paperStoodAt } from '../../printing/stood-at.ts'
import { toPaperPage } from '../../paper/paper.page.ts'
import { PAPER_FORMATS, sendPaper } from '../../printing/send-paper.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import type { HeavyRead } from '../../database/heavy-read.ts'
import { NoFile, NotFound } from '../../web/errors.ts'
import { idOf, todayOf } from '../../web/page.ts'
import { asksForPublic } from '../../web/public-version.ts'
import { unreadableWords } from '../../shared/sealed-json.ts'
import { whyNotPublic } from './issue.rules.ts'
import { findIssue, type Issue, listIssues } from './issue.store.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from '../editor/report.path.ts'
import { loadReportParts, toReportPapers } from './report-papers.store.ts'
import type { Report } from '../editor/report.store.ts'
import { writeReports } from '../templates/template.noun.ts'

const report = '/partnerships/:slug/reports/:report'

/** A report on paper, as a page, as PDF and as Word: the draft for those who write it, issued versions for everybody. */
export function issuedRoutes(db: Db, heavyRead: HeavyRead): Router {
  const router = Router()

  router.get(`${report}/preview`, allow(writeReports), async (req, res) => {
    showDraft(res, await draftOf(db, req, res))
  })

  for (const format of PAPER_FORMATS) {
    router.get(`${report}/preview.${format}`, allow(writeReports), async (req, res) => {
      const { found, stoodAt } = await heavyRead((from) => draftOf(from, req, res))
      const paper = paperStoodAt(found.paper, stoodAt)
      await sendPaper(res, format, { paper, name: [found.report.subject, 'draft', dayOf(paper.madeAt)] })
    })

    router.get(`${report}/issues/:number.${format}`, async (req, res) => {
      const asked = await askedFor(db, req, res)
      const { report, issue, forPublic, paper } = asked
      if (paper === null) {
        await showIssued(db, res, asked)
        return
      }
      const version = [`version ${issue.number}`, forPublic ? 'public' : '']
      await sendPaper(res, format, { paper, name: [report.subject, ...version, dayOf(issue.issuedAt)] })
    })
  }

  router.get(`${report}/issues/:number`, async (req, res) => {
    await showIssued(db, res, await askedFor(db, req, res))
  })

  return router
}

interface Draft {
  report: Report
  paper: Paper
  forPublic: boolean
}

/** Today's draft, and its public version where that is asked for. */
async function draftOf(db: Db, req: Request, res: Response): Promise<Draft> {
  const report = await reportOf(db, req, res)
  const { paper, publicPaper } = toReportPapers(await loadReportParts(db, hereOf(res), report), null)
  const forPublic = asksForPublic(req)
  if (!forPublic) return { report, paper, forPublic }
  if (publicPaper === null) throw new NoFile('The report is exempt: it has no public version.')
  return { report, paper: publicPaper, forPublic }
}

function showDraft(res: Response, { report, paper, forPublic }: Draft): void {
  res.render('reports/issues/preview', {
    pageTitle: `Preview of ${report.subject}`,
    breadcrumbs: reportBreadcrumbs(res, report, { text: 'Preview' }),
    path: pathOfReport(res, report),
    report,
    number: (report.issued?.number ?? 0) + 1,
    forPublic,
    query: forPublic ? '?version=public' : '',
    page: toPaperPage(paper),
  })
}

interface Asked {
  report: Report
  issue: Issue
  forPublic: boolean
  /** Why what was asked for cannot be given. */
  why: string | undefined
  paper: Paper | null
}

/** The issued version in the path, and its public version where that is asked for; throws NotFound. */
async function askedFor(db: Db, req: Request, res: Response): Promise<Asked> {
  const report = await reportOf(db, req, res)
  const number = idOf(String(req.params['number']))
  const issue = number === undefined ? undefined : await findIssue(db, hereOf(res), report, number)
  if (issue === undefined) throw new NotFound('no such version')
  const forPublic = asksForPublic(req)
  const notPublic = forPublic ? whyNotPublic(issue, todayOf(res)) : undefined
  const paper = forPublic ? issue.publicPaper : issue.paper
  const unreadable = forPublic ? issue.publicUnreadable : issue.unreadable
  const why =
    notPublic ?? (unreadable === null ? undefined : unreadableWords(unreadable, 'this version', DAMAGED))
  return { report, issue, forPublic, why, paper: why === undefined ? paper : null }
}

const DAMAGED =
  'What is stored of this version no longer has its checksum: somebody has changed it outside the tracker, so it is not shown.'

async function showIssued(db: Db, res: Response, asked: Asked): Promise<void> {
  const { report, issue, forPublic, why, paper } = asked
  const here = hereOf(res)
  if (why !== undefined) res.status(409)
  const title = `Version ${issue.number}${forPublic ? ', public' : ''}`
  res.render('reports/issues/issued', {
    pageTitle: `${title}: ${report.subject}`,
    breadcrumbs: [
      { href: `/partnerships/${here.partnership.slug}/reports`, text: 'Reports' },
      { text: `${report.subject}: ${title.toLowerCase()}` },
    ],
    path: `${pathOfReport(res, report)}/issues`,
    report,
    issue,
    title,
    query: forPublic ? '?version=public' : '',
    forPublic,
    why,
    notPublic: whyNotPublic(issue, todayOf(res)),
    page: paper && toPaperPage(paper),
    others: (await listIssues(db, here, report)).filter(({ number }) => number !== issue.number),
  })
}
