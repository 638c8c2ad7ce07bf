import { questionsInColumns } from './column-tables.ts'
import { fold } from './lines/fold.ts'
import type { Line } from './lines/lines.ts'
import type { PlacedBlock } from './lines/outline.ts'
import type { ReadKeyQuestion } from './reading.ts'

const percentCell = /(?<![\d.,])(\d{1,3})\s?(?:%|per cent\b)/
const question = /((?:Do|Does|Is|Are|Has|Have|Did|Was|Were|To what|How)\b[^.?:%]{10,300}\?)\s*$/
const unfinished = /^(?:Do|Does|Is|Are|Has|Have|Did|Was|Were|To what|How)\b[^.?]{5,300}$/

const tableHead = /^.{0,500}(?:\bkey questions?:?|%\s?['‘’]?yes['’]?)(?=\s|$)\s?(?:%\s?['‘’]?yes['’]?)?/i

type Open = { text: string; line: number; percent: number | null }
const nothing: Open = { text: '', line: 0, percent: null }

/**
 * Returns the key questions of the case standards with the percentage of cases judged sufficient, from the table
 * under each standard. The data tables of the annexes, with their a), b) prompts, are left out.
 */
export function readKeyQuestions(lines: readonly Line[], blocks: readonly PlacedBlock[]): ReadKeyQuestion[] {
  const found: ReadKeyQuestion[] = []
  const standardAt = standardsByLine(blocks)
  let standard: string | null = null
  let open = nothing
  for (const line of lines) {
    const here = standardAt(line.number)
    if (here !== standard || startsAfresh(line, open)) open = nothing
    standard = here
    if (standard === null || /^\(?[a-z][).]\s/.test(line.text)) open = nothing
    else open = readLine(line, standard, open, found)
  }
  const inColumns = questionsInColumns(lines, standardsByLine(blocks))
  return onlyOnce([...inColumns, ...found]).sort((a, b) => a.line - b.line)
}

/** Reads one line of a table and gives back what is still open at its end. */
function readLine(line: Line, standard: string, open: Open, found: ReadKeyQuestion[]): Open {
  const text = `${open.text} ${line.text.slice(0, 1000)}`.replace(tableHead, '').trim()
  const startLine = open.text === '' ? line.number : open.line
  const cell = percentCell.exec(text) ?? /(?<=\?\s{1,4})(\d{1,3})$/.exec(text)
  if (open.percent !== null) {
    // The percentage stood beside the first half of a question that ran over two lines.
    const asked = question.exec(text)?.[1]
    if (asked) found.push({ standard, question: tidy(asked), percent: open.percent, line: startLine })
    return asked ? nothing : { text, line: startLine, percent: null }
  }
  if (!cell?.[1]) return { text: text.slice(-400), line: startLine, percent: null }
  const percent = Number(cell[1])
  const before = text.slice(0, cell.index).trim()
  const after = text.slice(cell.index + cell[0].length).trim()
  const asked = question.exec(before)?.[1]
  if (asked && percent <= 100) {
    found.push({ standard, question: tidy(asked), percent, line: startLine })
    return after === '' ? nothing : readLine({ ...line, text: after }, standard, nothing, found)
  }
  if (percent <= 100 && unfinished.test(before)) {
    const whole = `${before} ${after}`.trim()
    const wholeAsked = question.exec(whole)?.[1]
    if (!wholeAsked) return { text: whole, line: startLine, percent }
    found.push({ standard, question: tidy(wholeAsked), percent, line: startLine })
  }
  return nothing
}

/** After an empty line only a percentage, or the rest of a question that has its percentage, goes on. */
function startsAfresh(line: Line, open: Open): boolean {
  if (line.before === 'nothing' || open.text === '') return false
  return (
    open.percent === null &&
    !/^\d{1,3}\s?(?:%|$)/.test(line.text) &&
    !(line.before === 'page' && !open.text.endsWith('?'))
  )
}

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Returns which numbered standard a line stands under, outside the annexes. */
function standardsByLine(blocks: readonly PlacedBlock[]): (line: number) => string | null {
  const starts = blocks.filter(({ place }) => place.heading !== null)
  let index = -1
  return (line) => {
    for (let next = starts[index + 1]; next && next.line <= line; next = starts[index + 1]) index += 1
    const place = starts[index]?.place
    return place?.standard && !place.inAnnexe && /^(?:\d\.\d|[VC]\d)/.test(place.standard)
      ? place.standard
      : null
  }
}

function onlyOnce(questions: readonly ReadKeyQuestion[]): ReadKeyQuestion[] {
  const seen = new Set<string>()
  return questions.filter((asked) => {
    const key = `${asked.standard} ${fold(asked.question)}`
    return seen.has(key) ? false : seen.add(key)
  })
}
