import type { BenchBoard } from '../data/board.ts'
import type { BenchData } from '../data/fill.ts'

/** A page that is measured. */
export interface PageCase {
  name: string
  board: (data: BenchData) => BenchBoard
  path: (board: BenchBoard) => string
  /** Who opens it; null: nobody has signed in. */
  visitor: (board: BenchBoard) => string | null
  /** What the page shows where it is the right one. */
  shows: (board: BenchBoard) => string
  /** The page of the plain site, and the id of what it shows. */
  plain: (board: BenchBoard) => { page: string; id: number }
}

const measured = (data: BenchData) => data.measured
const large = (data: BenchData) => data.large
const head = ({ people }: BenchBoard) => people.head.email
const base = ({ slug }: BenchBoard) => `/partnerships/${slug}`
const planPath = (board: BenchBoard) => `${base(board)}/plans/${board.plan.slug}`

/** The same page under an address that nobody has asked for, since what was printed is kept until something changes. */
const anew = (path: string) => `${path}?anew=[<id>]`

/** The first action of a plan has the most reports. */
function firstAction({ plan }: BenchBoard): number {
  const [action] = plan.actions
  if (action === undefined) throw new Error('the plan has no actions')
  return action.id
}

export const PAGE_CASES: readonly PageCase[] = [
  {
    name: 'Sign-in page',
    board: measured,
    path: () => '/sign-in',
    visitor: () => null,
    shows: () => 'name="password"',
    plain: () => ({ page: 'sign-in', id: 0 }),
  },
  {
    name: 'Plan of 9 recommendations and 40 actions',
    board: measured,
    path: planPath,
    visitor: head,
    shows: () => 'make sure, as number 9,',
    plain: ({ plan }) => ({ page: 'plan', id: plan.id }),
  },
  {
    name: 'Plan of 100 recommendations and 400 actions',
    board: large,
    path: planPath,
    visitor: head,
    shows: () => 'make sure, as number 100,',
    plain: ({ plan }) => ({ page: 'plan', id: plan.id }),
  },
  {
    name: 'Plan of 9 recommendations and 40 actions, printed anew',
    board: measured,
    path: (board) => anew(planPath(board)),
    visitor: head,
    shows: () => 'make sure, as number 9,',
    plain: ({ plan }) => ({ page: 'plan', id: plan.id }),
  },
  {
    name: 'Action with 100 updates',
    board: measured,
    path: (board) => `${base(board)}/actions/${firstAction(board)}`,
    visitor: head,
    shows: () => 'datetime="2026-02-02T10:00:00.000Z"',
    plain: (board) => ({ page: 'action', id: firstAction(board) }),
  },
  {
    name: 'Board’s home',
    board: measured,
    path: base,
    visitor: head,
    shows: () => 'make sure, as number 9,',
    plain: ({ plan }) => ({ page: 'home', id: plan.id }),
  },
  {
    name: 'Board’s home, printed anew',
    board: measured,
    path: (board) => anew(base(board)),
    visitor: head,
    shows: () => 'make sure, as number 9,',
    plain: ({ plan }) => ({ page: 'home', id: plan.id }),
  },
  {
    name: 'Session screen',
    board: measured,
    path: (board) => `${base(board)}/meetings/${board.meeting.id}/session`,
    visitor: ({ people }) => people.minuteTaker.email,
    shows: () => 'Recommendation 9: Make sure, as number 9',
    plain: ({ meeting }) => ({ page: 'session', id: meeting.id }),
  },
]
