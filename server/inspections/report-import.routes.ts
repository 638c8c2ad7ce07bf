import { type Request, type Response, Router } from 'express'
import { askAtOnce } from '../database/at-once.ts'
import type { Db } from '../database/database.ts'
import { formBack, openForm } from '../drafts/draft.page.ts'
import { draftsOfForm, forgetSentDrafts } from '../drafts/draft.store.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import type { Reading } from './reader/reading.ts'
import { frameworks } from './frameworks/framework.ts'
import { NotFound } from '../web/errors.ts'
import { type FieldError, parseForm, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { moment } from '../web/view-helpers.ts'
import { emptyReading, ROW_LISTS } from './reading.rules.ts'
import { byHandForm, checkedForm, joinRows } from './report-import.forms.ts'
import { reportCheckDrafts } from './report-check.drafts.ts'
import { checkPage, valuesRead } from './report-import.page.ts'
import { confirmedInspection } from './report-import.rules.ts'
import {
  addReportImport,
  discardReportImport,
  findReportImport,
  listUnfinishedImports,
  type ReportImportWithReading,
  saveReportImport,
} from './report-import.store.ts'
import { importInspection } from './inspection.noun.ts'
import { type ReadingPatience, readOrBegin } from './report-reading.ts'
import {
  addReportReading,
  findReportReading,
  listReadingsUnderWay,
  type ReportReading,
} from './report-reading.store.ts'

const base = '/partnerships/:slug/inspections/import'

/** A report on its way to an inspection: uploaded and read, checked by a person, saved or discarded. */
export function reportImportRoutes(db: Db, patience: ReadingPatience = {}): Router {
  const router = Router()
  const allowed = allow(importInspection)

  router.get(base, allowed, async (_req, res) => {
    await showUpload(db, res)
  })

  router.post(base, allowed, async (req, res) => {
    const here = hereOf(res)
    const file = fileIn(req, res)
    const note = (fileName: string) =>
      once(db, res, async (trx) => {
        const readingId = await addReportReading(trx, here, fileName)
        return { path: readingPath(res, readingId), readingId }
      })
    const upload = typeof file === 'string' ? file : await readOrBegin(db, here, file, note, patience)
    if (typeof upload === 'string') {
      res.status(422)
      await showUpload(db, res, upload)
      return
    }
    if ('readingId' in upload) {
      res.redirect(303, readingPath(res, upload.readingId))
      return
    }
    const made = await once(db, res, async (trx) => {
      const id = await addReportImport(trx, here, upload)
      return { path: `${importsPath(res)}/${id}` }
    })
    res.redirect(303, made.path)
  })

  router.get(`${base}/readings/:reading`, allowed, async (req, res) => {
    const reading = await reportReadingOf(db, req, res)
    if (reading.importId === null) showReading(res, reading)
    else res.redirect(303, `${importsPath(res)}/${reading.importId}`)
  })

  router.get(`${base}/readings/:reading/progress`, allowed, async (req, res) => {
    const { state, progress } = await reportReadingOf(db, req, res)
    res.json({ state, progress })
  })

  router.get(`${base}/by-hand`, allowed, (_req, res) => {
    showByHand(res, {})
  })

  router.post(`${base}/by-hand`, allowed, async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(byHandForm, req.body)
    if (!form.ok) {
      res.status(422)
      showByHand(res, form)
      return
    }
    const reading = emptyReading(here.partnership.serviceName, form.value.framework)
    const made = await once(db, res, async (trx) => {
      const id = await addReportImport(trx, here, { document: null, lines: [], reading })
      return { path: `${importsPath(res)}/${id}` }
    })
    res.redirect(303, made.path)
  })

  router.get(`${base}/:import`, allowed, async (req, res) => {
    const report = await importOf(db, req, res)
    if (report.finished === null) await showCheck(db, res, report)
    else if (report.inspectionId !== null) res.redirect(303, inspectionPath(res, report.inspectionId))
    else
      redirectWith(req, res, importsPath(res), `${fileOf(report)} was discarded. Nothing was saved from it.`)
  })

  router.post(`${base}/:import`, allowed, async (req, res) => {
    const here = hereOf(res)
    const report = await importOf(db, req, res)
    if (report.finished !== null) {
      await showTooLate(db, req, res, report)
      return
    }
    if (ROW_LISTS.some((list) => list === bodyOf(req)['addRows'])) {
      await showCheck(db, res, report, { body: bodyOf(req) })
      return
    }
    const reading = readingOf(res, report)
    const form = parseForm(checkedForm(reading), joinRows(req.body, reading))
    if (!form.ok) {
      res.status(422)
      await showCheck(db, res, report, { body: bodyOf(req), ...form })
      return
    }
    const inspection = confirmedInspection(form.value, reading, report)
    const made = await once(db, res, async (trx) => {
      const saved = await saveReportImport(trx, here, inspection)
      if (saved === 'locked') return saved
      await forgetSentDrafts(trx, here, reportCheckDrafts.kind, report.id, bodyOf(req))
      return { path: inspectionPath(res, saved), said: `The inspection of ${inspection.service} was saved.` }
    })
    if (made === 'locked') await showTooLate(db, req, res, await importOf(db, req, res))
    else redirectWith(req, res, made.path, made.said)
  })

  router.post(`${base}/:import/discard`, allowed, async (req, res) => {
    const report = await importOf(db, req, res)
    if (report.inspectionId !== null) {
      res.redirect(303, inspectionPath(res, report.inspectionId))
      return
    }
    await discardReportImport(db, hereOf(res), report)
    redirectWith(req, res, importsPath(res), `${fileOf(report)} was discarded.`)
  })

  return router
}

async function importOf(db: Db, req: Request, res: Response): Promise<ReportImportWithReading> {
  const id = idOf(String(req.params['import']))
  const report = id === undefined ? undefined : await findReportImport(db, hereOf(res), id)
  if (report === undefined) throw new NotFound('no such import')
  return report
}

async function reportReadingOf(db: Db, req: Request, res: Response): Promise<ReportReading> {
  const id = idOf(String(req.params['reading']))
  const reading = id === undefined ? undefined : await findReportReading(db, hereOf(res), id)
  if (reading === undefined) throw new NotFound('no such reading')
  return reading
}

function fileIn({ file }: Request, res: Response): { fileName: string; content: Buffer } | string {
  if (res.locals['fileTooLarge'] === true) {
    return 'The file is larger than 20 MB. Choose a smaller copy of the report.'
  }
  if (file === undefined) return 'Choose the inspection report'
  return { fileName: file.originalname, content: file.buffer }
}

function showReading(res: Response, reading: ReportReading): void {
  const isUnderWay = reading.state === 'reading'
  res.render('inspections/report-reading', {
    pageTitle: `${isUnderWay ? 'Being read' : 'Not read'}: ${reading.fileName}`,
    breadcrumbs: breadcrumbs(res, isUnderWay ? 'Reading the report' : 'The report was not read'),
    reading,
    isUnderWay,
    path: readingPath(res, reading.id),
  })
}

async function showUpload(db: Db, res: Response, message?: string): Promise<void> {
  res.render('inspections/import', {
    pageTitle: 'Upload an inspection report',
    breadcrumbs: breadcrumbs(res, 'Upload an inspection report'),
    unfinished: await listUnfinishedImports(db, hereOf(res)),
    underWay: await listReadingsUnderWay(db, hereOf(res)),
    ...(message === undefined ? {} : withSummary({ file: message })),
  })
}

function showByHand(res: Response, page: Record<string, unknown>): void {
  res.render('inspections/by-hand', {
    pageTitle: 'Enter an inspection by hand',
    breadcrumbs: breadcrumbs(res, 'Enter an inspection by hand'),
    frameworkItems: [
      ...frameworks.toReversed().map(({ id, name }) => ({ value: id, text: name })),
      { value: 'other', text: 'Another framework' },
    ],
    ...page,
  })
}

interface Posted {
  body: Record<string, unknown>
  errors?: Record<string, string>
  errorSummary?: FieldError[]
}

async function showCheck(
  db: Db,
  res: Response,
  report: ReportImportWithReading,
  posted?: Posted,
): Promise<void> {
  const here = hereOf(res)
  const { lines } = report
  const reading = readingOf(res, report)
  const { rows } = await askAtOnce(db, { rows: draftsOfForm(here, reportCheckDrafts.kind, report.id) })
  const form =
    posted === undefined
      ? openForm(here, reportCheckDrafts, report.id, valuesRead(reading), rows)
      : { values: posted.body, drafts: formBack(here, reportCheckDrafts, report.id, posted.body) }
  res.render('inspections/check', {
    pageTitle: lines.length === 0 ? 'Enter the inspection' : 'Check what was read',
    breadcrumbs: breadcrumbs(res, lines.length === 0 ? 'Enter the inspection' : 'Check what was read'),
    wide: true,
    report,
    drafts: form.drafts,
    errorSummary: posted?.errorSummary,
    ...checkPage({ lines, reading }, form.values, posted !== undefined, posted?.errors),
  })
}

/** Somebody has finished the import: their own second click leads on, anybody else sees that it is too late. */
async function showTooLate(
  db: Db,
  req: Request,
  res: Response,
  report: ReportImportWithReading,
): Promise<void> {
  const { finished, inspectionId } = report
  if (finished === null) throw new Error('the import is not finished')
  if (inspectionId !== null && finished.byId === hereOf(res).account.id) {
    res.redirect(303, inspectionPath(res, inspectionId))
    return
  }
  const text =
    inspectionId === null
      ? `${finished.by} discarded this import on ${moment(finished.at)}. Copy what you need from here and upload the report again.`
      : `${finished.by} saved this inspection on ${moment(finished.at)}. Yours was not saved. See what they saved.`
  const href = inspectionId === null ? importsPath(res) : inspectionPath(res, inspectionId)
  res.status(409)
  await showCheck(db, res, report, { body: bodyOf(req), errorSummary: [{ href, text }] })
}

function readingOf(res: Response, { reading }: ReportImportWithReading): Reading {
  return reading ?? emptyReading(hereOf(res).partnership.serviceName, null)
}

function bodyOf(req: Request): Record<string, unknown> {
  return (req.body ?? {}) as Record<string, unknown>
}

function fileOf({ fileName }: ReportImportWithReading): string {
  return fileName ?? 'The import'
}

function importsPath(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/inspections/import`
}

function readingPath(res: Response, id: number): string {
  return `${importsPath(res)}/readings/${id}`
}

function inspectionPath(res: Response, id: number): string {
  return `/partnerships/${hereOf(res).partnership.slug}/inspections/${id}`
}

function breadcrumbs(res: Response, text: string): { href?: string; text: string }[] {
  const { name, slug } = hereOf(res).partnership
  return [
    { href: `/partnerships/${slug}`, text: name },
    { href: `/partnerships/${slug}/inspections`, text: 'Inspections' },
    { text },
  ]
}
