import { type Rag, type RagWord, ragWord } from '../../shared/rag.ts'

/** Whether a recommendation is discussed first or only where somebody asks for it. */
export type Section = 'first' | 'exception'

/** Where a row of the plan stands when the agenda is built. */
export interface RowNeed {
  recommendationId: number
  number: number
  text: string
  /** What the board agreed last. */
  agreed: Rag | undefined
  /** What the reports on its actions suggest. */
  suggested: Rag | undefined
  /** How many meetings in a row, up to the last, agreed Red. */
  quartersAtRed: number
  overdue: number
  /** How many target dates were put off since the last meeting. */
  slipped: number
  withoutOwner: number
  noBoardChampion: boolean
  noServiceChampion: boolean
}

/**
 * Returns the rows with those first that need the board, the worst at the top; the others follow by number.
 */
export function inOrderOfNeed(rows: readonly RowNeed[]): RowNeed[] {
  return [...rows].sort((one, other) => {
    const [mine, theirs] = [need(one), need(other)]
    const differs = mine.findIndex((value, index) => value !== theirs[index])
    return differs === -1 ? one.number - other.number : (theirs[differs] ?? 0) - (mine[differs] ?? 0)
  })
}

function need(row: RowNeed): number[] {
  if (sectionOf(row) === 'exception') return [0]
  return [1, Number(isRed(row)), row.quartersAtRed, row.overdue, row.slipped, row.withoutOwner, gaps(row)]
}

/**
 * Returns where on the agenda a row of the plan stands: first where it is Red, overdue, slipped or unowned.
 */
export function sectionOf(row: RowNeed): Section {
  return isRed(row) || row.overdue > 0 || row.slipped > 0 || row.withoutOwner > 0 || gaps(row) > 0
    ? 'first'
    : 'exception'
}

function isRed({ agreed, suggested }: RowNeed): boolean {
  return agreed === 'red' || suggested === 'red'
}

// What the board agreed is complete and embedded needs no champion any more.
function gaps({ agreed, noBoardChampion, noServiceChampion }: RowNeed): number {
  return agreed === 'blue' ? 0 : Number(noBoardChampion) + Number(noServiceChampion)
}

/**
 * Returns in words why a row stands first: "Red for 2 quarters", "2 actions overdue"; [] where it does not.
 */
export function reasonsToBeFirst(row: RowNeed, ragWords: readonly RagWord[]): string[] {
  const red = ragWord(ragWords, 'red')
  const reasons = []
  if (row.agreed === 'red')
    reasons.push(row.quartersAtRed > 1 ? `${red} for ${row.quartersAtRed} quarters` : red)
  else if (row.suggested === 'red') reasons.push(`Reported ${red}`)
  if (row.overdue > 0) reasons.push(`${row.overdue} ${row.overdue === 1 ? 'action' : 'actions'} overdue`)
  if (row.slipped > 0) reasons.push(`target dates put off ${times(row.slipped)} since the last meeting`)
  if (gaps(row) > 0 && row.noBoardChampion) reasons.push('no board champion')
  if (gaps(row) > 0 && row.noServiceChampion) reasons.push('no service champion')
  if (row.withoutOwner > 0) {
    reasons.push(`${row.withoutOwner} ${row.withoutOwner === 1 ? 'action' : 'actions'} without an owner`)
  }
  return reasons
}

function times(number: number): string {
  return number === 1 ? 'once' : number === 2 ? 'twice' : `${number} times`
}
