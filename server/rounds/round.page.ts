import type { Response } from 'express'
import { lastKept, openOrBack } from '../drafts/draft.page.ts'
import { type DraftRow, draftsOfKind } from '../drafts/draft.store.ts'
import { progressReportDrafts } from '../plans/updates/progress-update.drafts.ts'
import { updateCommentDrafts } from '../plans/updates/update-comment.drafts.ts'
import { championedAsk } from '../plans/recommendations/champion.store.ts'
import { mayDecide } from '../plans/updates/progress-update.rules.ts'
import type { ProgressUpdate } from '../plans/updates/progress-update.store.ts'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { namedText, namedValue } from '../people/named.ts'
import { askAtOnce } from '../database/at-once.ts'
import { daysBetween, dayOf } from '../shared/calendar-day.ts'
import { quarterName, quarterWords } from '../shared/financial-quarter.ts'
import { movement, type Rag, ragWord } from '../shared/rag.ts'
import type { FieldError } from '../web/forms.ts'
import { day } from '../web/view-helpers.ts'
import { listRoundActions, type RoundAction } from './round-action.store.ts'
import { pathOfRound } from './round.path.ts'
import { isReported, reportWords, wantsUpdateOf } from './round.rules.ts'
import type { Round } from './round.ts'

/** What the page is shown with once more: a decision that came back, or that somebody else was quicker. */
interface RoundBack {
  errorSummary: FieldError[]
  /** The update that a decision came back for, and what was typed. */
  decision?: { updateId: number; posted: Record<string, unknown>; error?: string | undefined }
  /** A comment that was not saved because somebody else was quicker. */
  unsaved?: string
}

/** Renders a round: who has reported and who has not, by name, and what came in. */
export async function showRound(db: Db, res: Response, round: Round, back?: RoundBack): Promise<void> {
  const here = hereOf(res)
  const actions = await listRoundActions(db, here, round)
  const { drafts, comments, championed } = await askAtOnce(db, {
    championed: championedAsk(db, here),
    drafts: draftsOfKind(here, progressReportDrafts.kind),
    comments: draftsOfKind(here, updateCommentDrafts.kind),
  })
  const begun = lastKept(drafts)
  const lines = actions.map((action) => lineOf(action, begun.has(action.id)))
  const missing = lines.filter(({ reported }) => !reported)
  const theirs = new Set(championed.map(({ id }) => id))
  const mine = actions.filter((action) => {
    const isChampion = theirs.has(action.recommendationId)
    const champions = isChampion ? [{ personId: here.personId, agencyId: null }] : []
    return wantsUpdateOf(here, { ...action, champions })
  })
  const people = peopleOf(lines)
  const cameIn = actions.flatMap((action) =>
    action.update === undefined ? [] : [itemOf(here, action, action.update, comments, back)],
  )
  res.render('rounds/round', {
    pageTitle: `Update round ${quarterName(round)}`,
    breadcrumbs: [
      { href: `/partnerships/${here.partnership.slug}/rounds`, text: 'Update rounds' },
      { text: quarterName(round) },
    ],
    round,
    words: quarterWords(round),
    path: pathOfRound(res, round),
    daysLeft: daysBetween(here.today, round.closesOn),
    asked: lines.length,
    reported: lines.length - missing.length,
    counts: countsOf(actions),
    mine: { all: mine.length, toDo: mine.filter(({ report }) => !isReported(report)).length },
    owing: people.filter(({ toDo }) => toDo.length > 0),
    complete: people.filter(({ toDo }) => toDo.length === 0),
    missing,
    nobodyAsked: lines.filter(({ asked }) => asked.length === 0),
    toDecide: cameIn.filter(({ decision }) => decision !== undefined),
    cameIn: cameIn.filter(({ decision }) => decision === undefined),
    ...back,
  })
}

/** An action in the lists of who has reported. A draft is told to its writer alone. */
function lineOf({ id, number, description, asked, report, update }: RoundAction, begun: boolean) {
  const reported = isReported(report)
  return {
    id,
    number,
    description,
    asked,
    askedOf: asked.map(namedText),
    reported,
    noChange: update?.nothingChanged === true && report !== 'returned',
    // In a list of what has not come in it goes without saying.
    words: begun && !reported ? 'Begun by you' : report === 'not_yet' ? '' : reportWords(report, update),
    colour: reported ? 'grey' : 'yellow',
  }
}

type Line = ReturnType<typeof lineOf>

/** Who was asked, those with most to report first. */
function peopleOf(lines: readonly Line[]) {
  const asked = lines.flatMap((line) => line.asked.map((one) => ({ one, line })))
  return [...Map.groupBy(asked, ({ one }) => namedValue(one)).values()]
    .map((theirs) => {
      const [first] = theirs
      const all = theirs.map(({ line }) => line)
      const toDo = all.filter(({ reported }) => !reported)
      return {
        name: first?.one.name ?? '',
        agency: first?.one.agencyName ?? '',
        all: all.length,
        reported: all.length - toDo.length,
        toDo,
        done: all.filter(({ reported }) => reported),
      }
    })
    .sort((one, other) => other.toDo.length - one.toDo.length || one.name.localeCompare(other.name, 'en-GB'))
}

function countsOf(actions: readonly RoundAction[]) {
  const of = (...states: RoundAction['report'][]) =>
    actions.filter(({ report }) => states.includes(report)).length
  return {
    toAccept: of('to_accept'),
    toConfirm: of('to_confirm'),
    counts: of('counts'),
    returned: of('returned'),
    notYet: of('not_yet'),
  }
}

/** What came in on an action, with its forms where this account may accept or return it. */
/** The form that answers an update; here each choice is a button of its own. */
function decisionForm(
  here: Here,
  updateId: number,
  comments: readonly DraftRow[],
  back: RoundBack['decision'],
) {
  const rows = comments.filter(({ field }) => field === 'comment')
  const { values, drafts } = openOrBack(here, updateCommentDrafts, updateId, rows, back?.posted)
  const isOpen = back !== undefined || drafts.back !== undefined
  return { comment: values['comment'], error: back?.error, open: isOpen, drafts }
}

function itemOf(
  here: Here,
  action: RoundAction,
  update: ProgressUpdate,
  comments: readonly DraftRow[],
  back: RoundBack | undefined,
) {
  const word = (rag: Rag) => ragWord(here.ragWords, rag)
  const before = action.ragBefore
  const moved = movement(before, update.rag)
  const typed = back?.decision?.updateId === update.id ? back.decision : undefined
  const waits = action.report === 'to_accept' && mayDecide(here, update)
  return {
    id: action.id,
    number: action.number,
    description: action.description,
    update,
    sentOn: day(dayOf(update.sentAt)),
    words: reportWords(action.report, update),
    rag: update.rag,
    word: word(update.rag),
    movement: moved,
    moved:
      before === undefined ? 'First report' : moved === 'unchanged' ? 'As before' : `Was ${word(before)}`,
    toConfirm: action.report === 'to_confirm',
    decision: waits ? decisionForm(here, update.id, comments, typed) : undefined,
  }
}
