import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { draftAddress } from '../../drafts/draft-form.ts'
import { lastKept, openOrBack } from '../../drafts/draft.page.ts'
import { type DraftRow, draftsOfForm } from '../../drafts/draft.store.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { namedText } from '../../people/named.ts'
import { actionWarnings, WARNING_WORDS } from '../action-state/action-state.rules.ts'
import { updateCounts } from '../action-state/update-counts.rules.ts'
import { reportingAsks, toReporting } from '../action-state/reporting.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { quarterName } from '../../shared/financial-quarter.ts'
import { movement, ragWord } from '../../shared/rag.ts'
import { type FieldError, withSummary } from '../../web/forms.ts'
import { day, sentence, times } from '../../web/view-helpers.ts'
import { historyItems } from './action-history.page.ts'
import { actionHistoryAsks, toActionHistory } from './action-history.store.ts'
import type { Action } from './action.store.ts'
import { askingRoundAsk } from '../updates/asking-round.store.ts'
import { progressReportDrafts } from '../updates/progress-update.drafts.ts'
import { type ReportBack, reportForm } from '../updates/progress-report.page.ts'
import { updateCommentDrafts } from '../updates/update-comment.drafts.ts'
import { mayConfirm, mayDecide, mayReportProgress } from '../updates/progress-update.rules.ts'
import {
  type ProgressUpdate,
  progressUpdateAsks,
  toProgressUpdates,
} from '../updates/progress-update.store.ts'
import { writePlan } from '../record/plan.noun.ts'

/** A form of the page that came back: what was typed and what is wrong with it. */
interface FormBack {
  values: Record<string, unknown>
  errors: Record<string, string>
}

/** At most one of the page's forms has come back. */
export interface ActionPage {
  report?: ReportBack
  decision?: FormBack
  confirmation?: FormBack
  /** Somebody else was quicker: what they said, and the comment that was not saved. */
  tooLate?: { said: string; values: Record<string, unknown> }
}

/** Renders an action: where it stands, the forms that this account may use, and its history. */
export async function showAction(
  db: Db,
  res: Response,
  action: Action,
  page: ActionPage = {},
): Promise<void> {
  const here = hereOf(res)
  const found = await askAtOnce(db, {
    ...progressUpdateAsks(db, here, [action.id]),
    ...actionHistoryAsks(db, action),
    ...reportingAsks([here]),
    asking: askingRoundAsk(db, here, action.id),
    drafts: draftsOfForm(here, progressReportDrafts.kind, action.id),
    comments: draftsOfForm(here, updateCommentDrafts.kind, action.waiting?.id ?? 0),
  })
  const updates = toProgressUpdates(here, found)
  const reporting = toReporting(found, here.moment)(action.planId)
  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const { planSlug, recommendation } = action
  const asking = action.withdrawn ? undefined : found.asking[0]
  const plan = `/partnerships/${here.partnership.slug}/plans/${planSlug}`
  res.render('plans/actions/action', {
    pageTitle: `Action ${action.number}: ${sentence(action.description)}`,
    breadcrumbs: [
      { href: plan, text: action.plan.title },
      {
        href: `${plan}/recommendations/${recommendation.number}`,
        text: `Recommendation ${recommendation.number}`,
      },
      { text: `Action ${action.number}` },
    ],
    action,
    plan,
    owners: action.owners.map(namedText),
    asking: asking && { ...asking, name: quarterName(asking) },
    rag: ragNow(action, here),
    warnings: actionWarnings(action, here.today, reporting).map((warning) => WARNING_WORDS[warning]),
    moved:
      action.timesMoved > 0 ? { times: times(action.timesMoved), first: action.firstTargetOn } : undefined,
    measured: updates.findLast((update) => update.measuredValue !== '' && updateCounts(update, acceptanceOn)),
    draftsLeft:
      action.withdrawn && lastKept(found.drafts).size > 0
        ? draftAddress(here, progressReportDrafts.kind, action.id)
        : undefined,
    waiting: waitingUpdate(action, here, updates, found.comments, page),
    report: mayReportProgress(here, action)
      ? reportForm(here, action, updates, found.drafts, page.report)
      : undefined,
    decisionItems: [
      { value: 'accepted', text: 'Accept it' },
      { value: 'returned', text: `Return it to ${action.waiting?.sentBy ?? 'its author'}` },
    ],
    mayWrite: may(here.roles, writePlan) && !action.withdrawn,
    history: historyItems(action, toActionHistory(here, found), updates, {
      ragWords: here.ragWords,
      acceptanceOn,
    }),
    ...errorsOf(page),
  })
}

function errorsOf({ report, decision, confirmation, tooLate }: ActionPage) {
  if (tooLate !== undefined) return { tooLate, errorSummary: [{ href: '#history', text: tooLate.said }] }
  const errors = (report ?? decision ?? confirmation)?.errors
  if (errors === undefined) return {}
  // The parts of a date ("evidenceDate.day") are told with the whole.
  const whole = Object.fromEntries(Object.entries(errors).filter(([field]) => !field.includes('.')))
  return { errorSummary: withSummary(whole).errorSummary.map(toFirstField) }
}

// The summary links to the first of the three fields of a date.
function toFirstField({ href, text }: FieldError): FieldError {
  return { href: href === '#evidenceDate' ? '#evidenceDate-day' : href, text }
}

function ragNow({ rag, previousRag, ragSince }: Action, here: Here) {
  if (rag === undefined) return undefined
  const moved = movement(previousRag, rag)
  const was = previousRag === undefined ? '' : ragWord(here.ragWords, previousRag)
  return {
    rag,
    word: ragWord(here.ragWords, rag),
    movement: moved,
    text: { new: 'First report', unchanged: 'As in the update before' }[moved as string] ?? `Was ${was}`,
    since: ragSince === undefined ? '' : day(dayOf(ragSince)),
  }
}

/** The update that waits, with the forms that this account may answer it with. */
function waitingUpdate(
  action: Action,
  here: Here,
  updates: readonly ProgressUpdate[],
  comments: readonly DraftRow[],
  page: ActionPage,
) {
  const { waiting } = action
  const update = updates.find(({ id }) => id === waiting?.id)
  if (waiting === undefined || update === undefined) return undefined
  const form = (back: FormBack | undefined, isConfirmation: boolean) => {
    const rows = comments.filter(({ field }) => (field === 'confirmationComment') === isConfirmation)
    return { ...back, ...openOrBack(here, updateCommentDrafts, update.id, rows, back?.values) }
  }
  const needs = {
    acceptance: waiting.needs !== 'confirmation',
    confirmation: waiting.needs !== 'acceptance',
  }
  return {
    update,
    word: ragWord(here.ragWords, update.rag),
    mine: update.sentById === here.account.id,
    needs,
    decision: needs.acceptance && mayDecide(here, update) ? form(page.decision, false) : undefined,
    confirmation: needs.confirmation && mayConfirm(here, update) ? form(page.confirmation, true) : undefined,
  }
}
