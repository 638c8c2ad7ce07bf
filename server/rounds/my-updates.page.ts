import type { Response } from 'express'
import { type ReportBack, reportForm } from '../plans/updates/progress-report.page.ts'
import { parseForm } from '../web/forms.ts'
import { day, moment } from '../web/view-helpers.ts'
import { sentForm } from '../plans/updates/progress-update.forms.ts'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { namedText } from '../people/named.ts'
import { type ActionFields, prefixOf } from './my-updates.forms.ts'
import { listMyActions, type MyAction } from './my-action.store.ts'
import { pathOfRound } from './round.path.ts'
import { reportWords } from './round.rules.ts'
import type { Round } from './round.ts'
import { quarterName } from '../shared/financial-quarter.ts'
import { ragWord } from '../shared/rag.ts'

/** The long form as it came back. */
interface FormBack {
  fields: ReadonlyMap<number, ActionFields>
  /** Messages by field, by action. */
  errors: ReadonlyMap<number, Record<string, string>>
  /** The round has closed before it came in: its words are drafts now. */
  closed?: boolean
  /** The action that somebody else has reported on in the meantime: its form takes its place anew. */
  overtaken?: number
}

/**
 * Renders everything that somebody may report on in a round as one long form; of a round that has closed what was
 * sent, and the drafts that were not.
 */
export async function showMyUpdates(db: Db, res: Response, round: Round, back?: FormBack): Promise<void> {
  const here = hereOf(res)
  const actions = await listMyActions(db, here, round)
  const items = actions.map((action) => itemOf(here, action, back))
  const wanted = items.filter((item) => item.wanted)
  const name = quarterName(round)
  res.render('rounds/my-updates', {
    pageTitle: `Your updates for ${name}`,
    breadcrumbs: [
      { href: `/partnerships/${here.partnership.slug}/rounds`, text: 'Update rounds' },
      { href: pathOfRound(res, round), text: name },
      { text: 'Your updates' },
    ],
    round,
    name,
    path: pathOfRound(res, round),
    closedWords: closedWords(round),
    // What came back with an error is shown even where the round has closed: it is saved nowhere.
    mayWrite: round.open || (back !== undefined && back.errors.size > 0),
    items,
    sentOf: { sent: wanted.filter(({ reported }) => reported).length, all: wanted.length },
    toDo: items.filter((item) => item.wanted && item.shown),
    others: items.filter((item) => !item.wanted && item.shown),
    sent: items.filter((item) => !item.shown && (item.wanted || item.update?.sentById === here.account.id)),
    drafts: items.filter((item) => item.draft !== undefined),
    errorSummary: back === undefined ? undefined : errorSummary(actions, back),
  })
}

function itemOf(here: Here, action: MyAction, back: FormBack | undefined) {
  const typed = back?.fields.get(action.id)
  const errors = back?.errors.get(action.id)
  const form = reportForm(
    here,
    action,
    action.updates,
    action.drafts,
    typed && reportBack(typed, errors ?? {}, back?.overtaken === action.id),
  )
  const prefix = prefixOf(action.id)
  const { values, draftSavedAt: savedAt } = form
  return {
    ...action,
    draft: savedAt && { savedAt },
    prefix,
    askedOf: action.asked.map(namedText),
    stateWords:
      savedAt !== undefined && !action.reported ? 'Begun' : reportWords(action.report, action.update),
    href: `/partnerships/${here.partnership.slug}/actions/${action.id}`,
    due: day(action.targetOn),
    ragWord: action.rag && ragWord(here.ragWords, action.rag),
    sentWord: action.update && ragWord(here.ragWords, action.update.rag),
    // What has been sent folds away, unless there are newer words about it.
    shown: !action.reported || savedAt !== undefined || errors !== undefined,
    begun: savedAt !== undefined || errors !== undefined,
    // The button "No change" says it here.
    form: { ...form, ragItems: form.ragItems.filter((item) => 'rag' in item) },
    dates: Object.fromEntries(
      ['day', 'month', 'year'].map((part) => {
        const field = `evidenceDate-${part}`
        return [`${prefix}${field}`, values[field]]
      }),
    ),
    unchangedOpen: Boolean(values['unchangedReason']) || errors?.['unchangedReason'] !== undefined,
    evidenceOpen: ['evidenceTitle', 'evidenceDate', 'evidenceUrl'].some(
      (field) => Boolean(values[field]) || errors?.[field] !== undefined,
    ),
  }
}

function closedWords({ closedAt, closesOn }: Round): string {
  return closedAt === null
    ? `The round closed at the end of ${day(closesOn)}.`
    : `The round was closed on ${moment(closedAt)}.`
}

function reportBack(typed: ActionFields, errors: Record<string, string>, overtaken: boolean): ReportBack {
  const place = parseForm(sentForm, typed)
  return { values: typed, errors, place: place.ok && !overtaken ? place.value : undefined }
}

function errorSummary(actions: readonly MyAction[], { errors, closed }: FormBack) {
  if (closed === true) {
    const text =
      'The round has closed, so nothing was sent. What you wrote is kept as drafts: send each on its own page'
    return [{ href: '#drafts', text }]
  }
  return actions.flatMap(({ id, number }) =>
    Object.entries(errors.get(id) ?? {})
      // The parts of a date ("evidenceDate.day") are told with the whole.
      .filter(([field]) => !field.includes('.'))
      .map(([field, text]) => ({ href: `#${placeOf(id, field)}`, text: `Action ${number}: ${text}` })),
  )
}

function placeOf(actionId: number, field: string): string {
  if (field === 'report') return `action-${actionId}`
  return `${prefixOf(actionId)}${field === 'evidenceDate' ? 'evidenceDate-day' : field}`
}
