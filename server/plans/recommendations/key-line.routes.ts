import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { NotFound } from '../../web/errors.ts'
import { bothVersions, differing } from '../../web/conflicts/both-versions.page.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { type Area, listAreas } from '../record/inspected-area.store.ts'
import { addKeyLines, changeKeyLine, endKeyLine, findPastKeyLine } from './key-line.store.ts'
import { changedKeyLineForm, keyLineForm } from './key-line.forms.ts'
import { rowOf } from './plan-row.path.ts'
import type { PlanRow } from './plan-row.store.ts'
import type { KeyLine } from './recommendation.ts'
import { planBreadcrumbs, planPath } from '../record/plan.page.ts'
import type { Plan } from '../record/plan.store.ts'
import { writePlan } from '../record/plan.noun.ts'

const base = '/partnerships/:slug/plans/:plan/recommendations/:number/key-lines'

/** The key lines of enquiry of one recommendation: adding, another wording, removing. */
export function keyLineRoutes(db: Db): Router {
  const router = Router()

  router.get(`${base}/new`, allow(writePlan), async (req, res) => {
    const { plan, row } = await rowOf(db, req, res)
    await showNewForm(db, res, plan, row, {})
  })

  router.post(base, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const { plan, row } = await rowOf(db, req, res)
    const form = parseForm(keyLineForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showNewForm(db, res, plan, row, form)
      return
    }
    const problem = quoteProblem(form.value.findingId, await listAreas(db, here, plan), row)
    if (problem !== undefined) {
      res.status(422)
      await showNewForm(db, res, plan, row, { values: req.body as object, ...withSummary(problem) })
      return
    }
    const made = await once(db, res, async (trx) => {
      await addKeyLines(trx, here, [{ recommendationId: row.id, ...form.value }])
      return { path: rowPath(res, plan, row), said: 'The key line of enquiry was added.' }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/:line`, allow(writePlan), async (req, res) => {
    const { plan, row } = await rowOf(db, req, res)
    const line = row.keyLines.find(({ id }) => id === idOf(String(req.params['line'])))
    if (line === undefined) throw new NotFound('no such key line')
    showChangeForm(res, plan, row, { line, values: line })
  })

  router.post(`${base}/:line`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const { plan, row, line } = await pastLineOf(db, req, res)
    const form = parseForm(changedKeyLineForm, req.body)
    if (!form.ok) {
      res.status(422)
      showChangeForm(res, plan, row, { line, ...form })
      return
    }
    if ((await changeKeyLine(db, here, row.id, line, form.value)) === 'conflict') {
      const saved = row.keyLines.find(({ position }) => position === line.position)
      res.status(409)
      showChangeForm(res, plan, row, {
        // Saving again changes the line that stands there now.
        line: saved ?? line,
        removed: saved === undefined,
        values: req.body as object,
        ...bothVersions(
          'this line',
          differing(inWords(form.value), inWords(saved ?? { text: 'Removed', reference: '' })),
          line.untilBy === null || line.untilAt === null ? undefined : { by: line.untilBy, at: line.untilAt },
          saved === undefined ? LINE_REMOVED : {},
        ),
      })
      return
    }
    redirectWith(req, res, rowPath(res, plan, row), 'The key line of enquiry was saved.')
  })

  router.post(`${base}/:line/end`, allow(writePlan), async (req, res) => {
    const { plan, row, line } = await pastLineOf(db, req, res)
    await endKeyLine(db, hereOf(res), line)
    redirectWith(req, res, rowPath(res, plan, row), 'The key line of enquiry was removed.')
  })

  return router
}

const LINE_REMOVED = {
  text: 'Somebody else has removed this line since you opened the page',
  advice:
    'What you entered is in the form and has not been saved. The line was removed in the meantime. To keep your wording, add it to the recommendation as a new line.',
}

function inWords({ text, reference }: Pick<KeyLine, 'text' | 'reference'>): Record<string, string> {
  return { 'Key line of enquiry': text, 'Where it stands in the report': reference }
}

/** The line in the path, one that somebody has just changed or removed included. */
async function pastLineOf(db: Db, req: Request, res: Response) {
  const { plan, row } = await rowOf(db, req, res)
  const id = idOf(String(req.params['line']))
  const line = id === undefined ? undefined : await findPastKeyLine(db, hereOf(res), row, id)
  if (line === undefined) throw new NotFound('no such key line')
  return { plan, row, line }
}

/**
 * Returns what is wrong with quoting a finding: it isn't of this plan's inspection, or the row quotes it already.
 */
function quoteProblem(
  findingId: number | null,
  areas: readonly Area[],
  row: PlanRow,
): Record<string, string> | undefined {
  if (findingId === null) return undefined
  if (!areas.some(({ id }) => id === findingId)) return { findingId: 'Choose a finding from the list' }
  const quoted = row.keyLines.some((line) => line.findingId === findingId)
  return quoted ? { findingId: `Recommendation ${row.number} quotes this finding already` } : undefined
}

function rowPath(res: Response, plan: Plan, row: PlanRow): string {
  return `${planPath(hereOf(res), plan)}/recommendations/${row.number}`
}

async function showNewForm(db: Db, res: Response, plan: Plan, row: PlanRow, page: object): Promise<void> {
  const areas = await listAreas(db, hereOf(res), plan)
  res.render('plans/recommendations/new-key-line', {
    ...frame(res, plan, row, 'Add a key line of enquiry'),
    findingItems: areas.map(({ id, text, section }) => ({ value: id, text: `${section}: ${text}` })),
    ...page,
  })
}

function showChangeForm(res: Response, plan: Plan, row: PlanRow, page: object): void {
  res.render('plans/recommendations/key-line-form', {
    ...frame(res, plan, row, 'Change a key line of enquiry'),
    ...page,
  })
}

function frame(res: Response, plan: Plan, row: PlanRow, pageTitle: string) {
  const path = rowPath(res, plan, row)
  const breadcrumb = { href: path, text: `Recommendation ${row.number}` }
  return {
    pageTitle,
    breadcrumbs: planBreadcrumbs(hereOf(res), plan, breadcrumb, { text: pageTitle }),
    row,
    path,
  }
}
