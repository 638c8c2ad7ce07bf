import { describe, expect, test } from '@jest/globals'
import { type Draft, DRAFTS } from './sentences.ts'
import { draftReport, DRAFT_KINDS } from '../../../server/reports/drafting/drafting.rules.ts'
import type { DraftingSources } from '../../../server/reports/drafting/drafting.ts'

function sentencesOf(sources: DraftingSources): string[] {
  const drafts = draftReport(sources)
  return DRAFT_KINDS.flatMap((kind) => drafts[kind].flat().map(({ text }) => text))
}

describe('every drafted sentence is derived from a record: of another board it changes or goes', () => {
  test.each(DRAFTS)('$says', ({ says, holds, fails, instead }: Draft) => {
    expect(sentencesOf(holds).filter((text) => says.test(text))).not.toEqual([])
    const other = sentencesOf(fails)
    expect(other.filter((text) => says.test(text))).toEqual([])
    if (instead !== undefined) expect(other).toContainEqual(expect.stringMatching(instead))
  })

  test('none is drafted that is not among them', () => {
    const unknown = DRAFTS.flatMap(({ holds, fails }) => [
      ...sentencesOf(holds),
      ...sentencesOf(fails),
    ]).filter(
      (text) => !FIXED.some((fixed) => fixed.test(text)) && !DRAFTS.some(({ says }) => says.test(text)),
    )
    expect([...new Set(unknown)]).toEqual([])
  })
})

/** General words that hold of any board, and somebody's own words. */
const FIXED = [
  /^The Committee is asked to:$/,
  /^- comment on it, and say what it wants to hear more about\.$/,
  /^Section 3[89] of the /,
  /^Late\.?$/,
]
