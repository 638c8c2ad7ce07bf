import type { Here } from '../partnerships/here.ts'
import { dayOf, daysBetween } from '../shared/calendar-day.ts'
import { type Movement, ragWord } from '../shared/rag.ts'
import { count, day, sentence } from '../web/view-helpers.ts'
import type { Area } from '../plans/record/inspected-area.store.ts'
import type { FindingGroup } from '../plans/coverage/coverage.rules.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import type { PlanRow } from '../plans/recommendations/plan-row.store.ts'
import type { WarnedAction } from '../plans/recommendations/progress.rules.ts'
import type { Side } from '../plans/recommendations/recommendation.ts'

/** A sentence on the board's home: its beginning is the link. */
export interface Need {
  href: string
  linkText: string
  /** What follows the link, with its full stop. */
  rest: string
}

/** A chair reads it in the two minutes before a meeting. */
const MOST_NEEDS = 7

/**
 * Returns what needs the board, worst first, at most seven sentences: red actions (two), rows without a champion,
 * what champions ask of the board, overdue actions, those without an update, findings not yet in the plan; what
 * the last meetings leave only where there is room. `today` is YYYY-MM-DD.
 */
export function whatNeedsTheBoard(
  here: Here,
  plan: Plan,
  rows: readonly PlanRow[],
  notInPlan: readonly FindingGroup<Area>[],
  today: string,
  fromMeetings: readonly Need[],
): Need[] {
  const base = `/partnerships/${here.partnership.slug}`
  const planPath = `${base}/plans/${plan.slug}`
  const actions = rows.flatMap(({ progress }) => progress.actions)
  const red = actions
    .filter(({ rag }) => rag === 'red')
    .sort((one, other) => (one.ragSince ?? '').localeCompare(other.ragSince ?? ''))
  const actionPath = (action: WarnedAction) => `${base}/actions/${action.id}`
  const redWord = ragWord(here.ragWords, 'red')
  return [
    ...redNeeds(red, redWord, actionPath, planPath, today),
    ...championNeeds(rows, planPath),
    ...askNeeds(actions, actionPath, planPath),
    ...overdueNeeds(actions, actionPath, planPath, today),
    ...withoutUpdateNeeds(actions, actionPath, planPath),
    ...(notInPlan.length === 0
      ? []
      : [
          {
            href: `${planPath}/coverage`,
            linkText: `${count(notInPlan.length, 'finding of the inspection is', 'findings of the inspection are')} not yet`,
            rest: ' in the plan.',
          },
        ]),
    ...fromMeetings,
  ].slice(0, MOST_NEEDS)
}

type PathOf = (action: WarnedAction) => string

function redNeeds(
  red: readonly WarnedAction[],
  word: string,
  pathOf: PathOf,
  planPath: string,
  today: string,
): Need[] {
  const [first, second, ...others] = red
  if (first === undefined) return []
  const needs = [redNeed(first, word, pathOf, today)]
  if (second !== undefined && others.length === 0) needs.push(redNeed(second, word, pathOf, today))
  else if (second !== undefined) {
    needs.push({
      href: planPath,
      linkText: `${numbered('Action', 'Actions', [second, ...others])} are ${word} too`,
      rest: '.',
    })
  }
  return needs
}

function redNeed(action: WarnedAction, word: string, pathOf: PathOf, today: string): Need {
  const since = dayOf(action.ragSince ?? action.createdAt)
  const reason = sentence(action.lastUpdate?.reason)
  return {
    href: pathOf(action),
    linkText: `Action ${action.number} has been ${word} for ${count(daysBetween(since, today), 'day', 'days')}`,
    rest: `, since ${day(since)}${reason === '' ? '.' : `: ${fullStop(reason)}`}`,
  }
}

function championNeeds(rows: readonly PlanRow[], planPath: string): Need[] {
  const without = (side: Side) => rows.filter(({ progress }) => progress.gaps.includes(side))
  const [said, more] = (['board', 'service'] as const).flatMap((side) => {
    const gaps = without(side)
    if (gaps.length === 0) return []
    return `${numbered('recommendation', 'recommendations', gaps)} ${gaps.length === 1 ? 'has' : 'have'} no ${side} champion`
  })
  if (said === undefined) return []
  const [first, ...others] = rows.filter(({ progress }) => progress.gaps.length > 0)
  return [
    {
      href:
        first && others.length === 0 ? `${planPath}/recommendations/${first.number}` : `${planPath}?gaps=yes`,
      linkText: said.replace(/^r/, 'R'),
      rest: more === undefined ? '.' : `, and ${more}.`,
    },
  ]
}

function askNeeds(actions: readonly WarnedAction[], pathOf: PathOf, planPath: string): Need[] {
  const asking = actions.filter(
    ({ rag, lastUpdate }) => rag !== 'blue' && (lastUpdate?.askOfBoard ?? '') !== '',
  )
  const [first] = asking
  if (first === undefined) return []
  if (asking.length > 1) {
    const linkText = `${numbered('Action', 'Actions', asking)} ask something of the board`
    return [{ href: planPath, linkText, rest: '.' }]
  }
  return [
    {
      href: pathOf(first),
      linkText: `Action ${first.number} asks the board`,
      rest: `: ${fullStop(sentence(first.lastUpdate?.askOfBoard))}`,
    },
  ]
}

function overdueNeeds(
  actions: readonly WarnedAction[],
  pathOf: PathOf,
  planPath: string,
  today: string,
): Need[] {
  const overdue = actions.filter(({ warnings }) => warnings.includes('overdue'))
  const [first] = overdue
  if (first === undefined) return []
  if (overdue.length > 1) {
    const linkText = `${count(overdue.length, 'action is', 'actions are')} overdue`
    return [{ href: `${planPath}?overdue=yes`, linkText, rest: `: ${numbers(overdue)}.` }]
  }
  const days = daysBetween(first.targetOn ?? today, today)
  return [
    {
      href: pathOf(first),
      linkText: `Action ${first.number} is ${count(days, 'day', 'days')} overdue`,
      rest: `: it was due on ${day(first.targetOn)}.`,
    },
  ]
}

function withoutUpdateNeeds(actions: readonly WarnedAction[], pathOf: PathOf, planPath: string): Need[] {
  const withoutUpdate = actions.filter(({ warnings }) => warnings.includes('without_update'))
  const [first] = withoutUpdate
  if (first === undefined) return []
  const one = withoutUpdate.length === 1
  return [
    {
      href: one ? pathOf(first) : `${planPath}?withoutUpdate=yes`,
      linkText: one
        ? `Action ${first.number} has had no update since the last meeting`
        : `${withoutUpdate.length} actions have had no update since the last meeting`,
      rest: one ? '.' : `: ${numbers(withoutUpdate)}.`,
    },
  ]
}

function numbered(singular: string, plural: string, items: readonly { number: number | string }[]): string {
  return `${items.length === 1 ? singular : plural} ${numbers(items)}`
}

const inWords = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** "3", "3 and 4", "3, 4 and 6"; of many the first eight: "… and 12 others". */
function numbers(items: readonly { number: number | string }[]): string {
  const shown = items.slice(0, items.length > 9 ? 8 : 9).map(({ number }) => String(number))
  const left = items.length - shown.length
  return inWords.format(left > 0 ? [...shown, `${left} others`] : shown)
}

function fullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/**
 * Returns in words how the rows' agreed RAGs moved at the board's last meeting from the one before: "…, on 4
 * September 2026: 2 improved and 1 worsened." Undefined where the board has agreed nothing yet.
 */
export function movementsSince(rows: readonly PlanRow[]): string | undefined {
  const days = rows.flatMap(({ progress }) => progress.agreed?.agreedOn ?? []).sort()
  const last = days.at(-1)
  if (last === undefined) return undefined
  const moved = rows.flatMap(({ progress }) =>
    progress.agreed?.agreedOn === last ? (progress.moved ?? []) : [],
  )
  const words: Record<Movement, string> = {
    improved: 'improved',
    worsened: 'worsened',
    completed: 'completed',
    unchanged: 'unchanged',
    new: 'agreed for the first time',
  }
  const counts = Object.entries(words).flatMap(([movement, word]) => {
    const number = moved.filter((one) => one.movement === movement).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  return `At the board’s last meeting, on ${day(last)}: ${inWords.format(counts)}.`
}
