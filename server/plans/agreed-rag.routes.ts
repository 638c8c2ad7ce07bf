import { type Response, Router } from 'express'
import type { Db } from '../database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { today } from '../shared/calendar-day.ts'
import type { Rag } from '../shared/rag.ts'
import { dateParts, joinDates, parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { agreedRagForm } from './agreed-rag.forms.ts'
import { agreedRagProblems } from './agreed-rag.rules.ts'
import { recordAgreedRag } from './agreed-rag.store.ts'
import { rowOf } from './plan-of.ts'
import type { PlanRow } from './plan-row.store.ts'
import { ragWord, toProgress } from './plan-table.page.ts'
import { planBreadcrumbs, planPath } from './plan.page.ts'
import type { Plan } from './plan.store.ts'
import { agreedBefore } from './progress.rules.ts'

const path = '/partnerships/:slug/plans/:plan/recommendations/:number/agreed-rag'

/** Recording the RAG that the board agreed for a recommendation. */
export function agreedRagRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow('agreeRag'), async (req, res) => {
    const { plan, row } = await rowOf(db, req, res)
    const { suggested } = row.progress
    showForm(res, plan, row, { values: { rag: suggested, ...dateParts('agreedOn', today()) } })
  })

  router.post(path, allow('agreeRag'), async (req, res) => {
    const here = hereOf(res)
    const { plan, row } = await rowOf(db, req, res)
    const form = parseForm(agreedRagForm, joinDates(req.body, ['agreedOn']))
    if (!form.ok) {
      res.status(422)
      showForm(res, plan, row, form)
      return
    }
    const { suggested } = row.progress
    const problems = agreedRagProblems(form.value, {
      suggested,
      previous: agreedBefore(row.agreedRags, form.value.agreedOn)?.rag,
      today: today(),
      words: here.ragWords,
    })
    if (Object.keys(problems).length > 0) {
      res.status(422)
      showForm(res, plan, row, { values: req.body as object, ...withSummary(problems) })
      return
    }
    await recordAgreedRag(db, here, row, { ...form.value, reportedRag: suggested ?? null })
    const { rag, agreedOn } = form.value
    redirectWith(
      req,
      res,
      `${planPath(here, plan)}/recommendations/${row.number}`,
      `Recorded: on ${day(agreedOn)} the board agreed ${ragWord(here.ragWords, rag)} for recommendation ${row.number}.`,
    )
  })

  return router
}

function showForm(res: Response, plan: Plan, row: PlanRow, page: object): void {
  const here = hereOf(res)
  const { suggested } = row.progress
  const word = (rag: Rag) => ragWord(here.ragWords, rag)
  const back = `${planPath(here, plan)}/recommendations/${row.number}`
  res.render('recommendations/agreed-rag-form', {
    pageTitle: `The board's RAG for recommendation ${row.number}`,
    breadcrumbs: planBreadcrumbs(
      here,
      plan,
      { href: back, text: `Recommendation ${row.number}` },
      { text: 'Agreed RAG' },
    ),
    row,
    path: back,
    progress: toProgress(row.progress, here.ragWords),
    suggested: suggested && { rag: suggested, word: word(suggested) },
    reasonHint: `Needed for ${word('red')} and ${word('amber')}, where it has worsened, and where it differs from what was reported.`,
    ragItems: here.ragWords.map(({ rag, word, meaning }) => ({ value: rag, text: word, hint: meaning, rag })),
    ...page,
  })
}
