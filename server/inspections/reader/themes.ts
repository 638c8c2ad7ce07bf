import type { Framework } from '../frameworks/framework.ts'
import type { Block } from './lines/blocks.ts'
import type { ReadStandard } from './reading.ts'

// How the full joint inspections word their themes, by the number of the framework's own list.
const wordings: Record<string, RegExp> = {
  '1': /\breduc(?:e|ing) (?:re-?offending|the likelihood of re-?offending)\b/i,
  '2': /\bprotect(?:ing)? the public\b/i,
  '3': /\bprotect(?:ing)? (?:the )?(?:child|children|young people)\b/i,
  '4': /\b(?:ensur\w+|mak\w+ sure) (?:that )?the sentence (?:is|was) served\b/i,
  '5': /\bgovernance\b/i,
  '6': /\binterventions\b|\bcourt work\b/i,
}
const judgement = /\b(unsatisfactory|satisfactory|good|poor)\b/i
const judging =
  /(?:\b(?:was|were|is|are|judged|rated)\b\s?|\t|[:–]\s)(?:overall |judged |rated |to be |as |found to be )*['‘“"]?(unsatisfactory|satisfactory|good|poor)\b/i

/** Returns the themes of a 2016 full joint inspection with the word each was judged by. */
export function readThemes(framework: Framework, blocks: readonly Block[]): ReadStandard[] {
  return framework.standards.flatMap(({ number, name }) => {
    const wording = wordings[number]
    if (!wording) return []
    for (const [index, block] of blocks.entries()) {
      const text = withSingleGaps(block.text.slice(0, 400))
      const at = wording.exec(text)
      if (!at || at.index > 120) continue
      const rest = text.slice(at.index)
      const said = judging.exec(rest.slice(0, 200)) ?? (text.length < 100 ? judgement.exec(rest) : null)
      const below = blocks[index + 1]?.text ?? ''
      const word =
        said?.[1] ?? (text.length < 80 && below.length < 20 ? judgement.exec(below)?.[1] : undefined)
      if (word) return [{ number, name: titleOf(text) ?? name, rating: capital(word), line: block.line }]
    }
    return []
  })
}

/** A gap with a tab in it is the border of two cells, any other one space. */
function withSingleGaps(text: string): string {
  return text.replace(/\s+/g, (gap) => (gap.includes('\t') ? '\t' : ' '))
}

/** The theme as a table's first cell prints it. */
function titleOf(text: string): string | null {
  const cell =
    text
      .split('\t')[0]
      ?.replace(/^(?:theme )?\d[.:]?\s+/i, '')
      .replace(/:$/, '')
      .trim() ?? ''
  return text.includes('\t') && cell.length > 5 && cell.length < 80 ? cell : null
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
