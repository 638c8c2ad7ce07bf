import { hasWorsened, type Rag, type RagWord } from '../shared/rag.ts'

interface Agreed {
  rag: Rag
  reason: string
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
}

interface Position {
  /** What the reports on the actions suggest. */
  suggested: Rag | undefined
  /** What the board agreed at the meeting before. */
  previous: Rag | undefined
  today: string
  words: readonly RagWord[]
}

/**
 * Gives what is wrong with a RAG that the board is said to have agreed, as messages by field; {} where nothing
 * is. Red, amber, any worsening and any difference from what was reported need a reason; Blue needs every
 * action to be Blue.
 */
export function agreedRagProblems(agreed: Agreed, position: Position): Record<string, string> {
  const { rag, reason, agreedOn } = agreed
  const { suggested, previous, today, words } = position
  const word = (value: Rag) => words.find((one) => one.rag === value)?.word ?? value
  const problems: Record<string, string> = {}
  if (rag === 'blue' && suggested !== 'blue') {
    problems['rag'] = `${word('blue')} is possible only when every action is ${word('blue')} and confirmed`
  }
  if (agreedOn > today) problems['agreedOn'] = 'The day of the meeting must be today or in the past'
  if (reason === '') {
    if (rag === 'red' || rag === 'amber') problems['reason'] = `Enter the reason for ${word(rag)}`
    else if (previous !== undefined && hasWorsened(previous, rag)) {
      problems['reason'] = `Enter why it has worsened: the board agreed ${word(previous)} before`
    } else if (suggested !== undefined && suggested !== rag) {
      problems['reason'] = `Enter why the board differs from what was reported: ${word(suggested)}`
    }
  }
  return problems
}
