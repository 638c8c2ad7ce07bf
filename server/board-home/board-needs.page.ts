import type { Here } from '../partnerships/here.ts'
import { agencyOf, namedText } from '../people/named.ts'
import type { Area } from '../plans/record/inspected-area.store.ts'
import type { FindingGroup } from '../plans/coverage/coverage.rules.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import type { PlanRow } from '../plans/recommendations/plan-row.store.ts'
import type { WarnedAction } from '../plans/recommendations/progress.rules.ts'
import type { Side } from '../plans/recommendations/recommendation.ts'
import { dayOf, daysBetween } from '../shared/calendar-day.ts'
import { ragWord } from '../shared/rag.ts'
import { eachSentence } from '../shared/sentences.ts'
import { shortTitle } from '../shared/short-title.ts'
import { count, day, sentence } from '../web/view-helpers.ts'
import type { Need } from './board-home.page.ts'

/** A chair reads it in the two minutes before a meeting. */
const MOST_NEEDS = 7

/** So many red actions, and so many that ask something of the board, have a line of their own. */
const LINES_OF_A_KIND = 2

interface About {
  planPath: string
  redWord: string
  today: string
  /** The day of the board's last meeting about the plan. */
  metOn: string | undefined
  pathOf: (action: WarnedAction) => string
}

/**
 * Returns what needs the board, worst first, at most seven sentences: red actions, rows without a champion, what
 * champions ask of the board, overdue actions, those without an update, findings not yet in the plan; what the last
 * meetings leave only where there is room. `today` and `metOn` are YYYY-MM-DD.
 */
export function whatNeedsTheBoard(
  here: Here,
  plan: Plan,
  rows: readonly PlanRow[],
  known: {
    notInPlan: readonly FindingGroup<Area>[]
    fromMeetings: readonly Need[]
    today: string
    metOn: string | undefined
  },
): Need[] {
  const base = `/partnerships/${here.partnership.slug}`
  const about: About = {
    planPath: `${base}/plans/${plan.slug}`,
    redWord: ragWord(here.ragWords, 'red'),
    today: known.today,
    metOn: known.metOn,
    pathOf: ({ id }) => `${base}/actions/${id}`,
  }
  const actions = rows.flatMap(({ progress }) => progress.actions)
  const red = actions
    .filter(({ rag }) => rag === 'red')
    .sort((one, other) => (one.ragSince ?? '').localeCompare(other.ragSince ?? ''))
  return [
    ...redNeeds(red, about),
    ...championNeeds(rows, about),
    ...askNeeds(actions, red.slice(0, LINES_OF_A_KIND), about),
    ...overdueNeeds(actions, about),
    ...withoutUpdateNeeds(actions, about),
    ...coverageNeeds(known.notInPlan.length, about),
    ...known.fromMeetings,
  ].slice(0, MOST_NEEDS)
}

/** A red action that asks something of the board says so in its own line. */
function redNeeds(red: readonly WarnedAction[], about: About): Need[] {
  const others = red.slice(LINES_OF_A_KIND)
  return [
    ...red.slice(0, LINES_OF_A_KIND).map((action) => redNeed(action, about)),
    ...(others.length === 0
      ? []
      : [{ href: about.planPath, linkText: `${about.redWord} too`, rest: `: ${theNamed(others)}.` }]),
  ]
}

function redNeed(action: WarnedAction, about: About): Need {
  const { redWord, pathOf, today } = about
  const since = dayOf(action.ragSince ?? action.createdAt)
  const reason = sentence(action.lastUpdate?.reason)
  return {
    href: pathOf(action),
    linkText: titled(action),
    rest: [
      `, ${ownersOf(action)}: reported ${redWord} since ${day(since)}, ${count(daysBetween(since, today), 'day', 'days')}`,
      reason === '' ? '.' : `: ${fullStop(reason)}`,
      asks(action) ? ` ${capital(askWords(action, about))}` : '',
    ].join(''),
  }
}

function championNeeds(rows: readonly PlanRow[], { planPath }: About): Need[] {
  const without = (side: Side) => rows.filter(({ progress }) => progress.gaps.includes(side))
  const [said, more] = (['board', 'service'] as const).flatMap((side) => {
    const gaps = without(side)
    if (gaps.length === 0) return []
    return `${gaps.length === 1 ? 'recommendation' : 'recommendations'} ${rowsNamed(gaps)} ${gaps.length === 1 ? 'has' : 'have'} no ${side} champion`
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

function askNeeds(actions: readonly WarnedAction[], said: readonly WarnedAction[], about: About): Need[] {
  const asking = actions.filter((action) => action.rag !== 'blue' && asks(action) && !said.includes(action))
  const others = asking.slice(LINES_OF_A_KIND)
  return [
    ...asking.slice(0, LINES_OF_A_KIND).map((action) => ({
      href: about.pathOf(action),
      linkText: titled(action),
      rest: `, ${ownersOf(action)}, ${askWords(action, about)}`,
    })),
    ...(others.length === 0
      ? []
      : [{ href: about.planPath, linkText: 'Ask the board too', rest: `: ${theNamed(others)}.` }]),
  ]
}

function asks({ lastUpdate }: WarnedAction): boolean {
  return lastUpdate !== undefined && lastUpdate.askOfBoard !== ''
}

/** What was asked before the last meeting may have been answered there. */
function askWords({ lastUpdate }: WarnedAction, { metOn }: About): string {
  if (lastUpdate === undefined) return ''
  const on = dayOf(lastUpdate.sentAt)
  const words = metOn !== undefined && on <= metOn ? `asked the board on ${day(on)}` : 'asks the board'
  return `${words}: ${fullStop(inOneLine(lastUpdate.askOfBoard))}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function overdueNeeds(actions: readonly WarnedAction[], { planPath, pathOf, today }: About): Need[] {
  const overdue = actions.filter(({ warnings }) => warnings.includes('overdue'))
  const [first] = overdue
  if (first === undefined) return []
  if (overdue.length > 1) {
    return [{ href: `${planPath}?overdue=yes`, linkText: 'Overdue', rest: `: ${theNamed(overdue)}.` }]
  }
  const days = daysBetween(first.targetOn ?? today, today)
  return [
    {
      href: pathOf(first),
      linkText: titled(first),
      rest: `, ${ownersOf(first)}: ${count(days, 'day', 'days')} overdue, due on ${day(first.targetOn)}.`,
    },
  ]
}

function withoutUpdateNeeds(actions: readonly WarnedAction[], { planPath, pathOf, metOn }: About): Need[] {
  const withoutUpdate = actions.filter(({ warnings }) => warnings.includes('without_update'))
  const [first, ...others] = withoutUpdate
  if (first === undefined) return []
  const since = metOn === undefined ? '' : ` since ${day(metOn)}`
  return [
    {
      href: others.length === 0 ? pathOf(first) : `${planPath}?withoutUpdate=yes`,
      linkText: `Without an update${since}`,
      rest: `: ${theNamed(withoutUpdate)}.`,
    },
  ]
}

function coverageNeeds(findings: number, { planPath }: About): Need[] {
  if (findings === 0) return []
  return [
    {
      href: `${planPath}/coverage`,
      linkText: `${count(findings, 'finding of the inspection is', 'findings of the inspection are')} not yet`,
      rest: ' in the plan.',
    },
  ]
}

const inWords = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** "2.2 Speech therapy contract". */
function titled({ number, description }: Pick<WarnedAction, 'number' | 'description'>): string {
  return `${number} ${shortTitle(description)}`
}

function ownersOf({ owners }: WarnedAction): string {
  const [first, ...others] = owners
  if (first === undefined) return 'nobody owns it'
  return others.length === 0
    ? namedText(first)
    : `${namedText(first)} and ${count(others.length, 'other', 'others')}`
}

/** "1.2 Parenting offer, 2.2 Speech therapy contract and 2 more of Health": those after the third by their agency. */
function theNamed(actions: readonly WarnedAction[]): string {
  const named = actions.length > 4 ? actions.slice(0, 3) : actions
  const left = actions.slice(named.length)
  const [agency, ...more] = new Set(left.map(({ owners }) => owners[0] && agencyOf(owners[0])))
  const of = more.length === 0 && agency ? ` of ${agency}` : ''
  const titles = named.map((action) => `${titled(action)} (${action.owners[0]?.name ?? 'nobody owns it'})`)
  return inWords.format(left.length === 0 ? titles : [...titles, `${left.length} more${of}`])
}

/** "3 (Hear from parents) and 4 (…)"; of many the first three. */
function rowsNamed(rows: readonly PlanRow[]): string {
  const named = rows.length > 4 ? rows.slice(0, 3) : rows
  const titles = named.map(({ number, text }) => `${number} (${shortTitle(text)})`)
  const left = rows.length - named.length
  return inWords.format(left === 0 ? titles : [...titles, `${left} more`])
}

/** What somebody must act on is never cut after its first sentence. */
function inOneLine(text: string): string {
  return [...eachSentence(text)].join(' ')
}

function fullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
