import { AlignmentType, LevelFormat } from 'docx'
import type { INumberingOptions } from 'docx'

/**
 * Returns what counts and what stands before items; `starts` are the numbers at which numbered paragraphs begin
 * anew.
 */
export function wordNumbering(starts: readonly number[]): INumberingOptions {
  const bullet = (left: number) => ({
    format: LevelFormat.BULLET,
    text: '•',
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left, hanging: 284 } } },
  })
  const decimal = (left: number, hanging: number, start = 1) => ({
    format: LevelFormat.DECIMAL,
    alignment: AlignmentType.LEFT,
    start,
    style: { paragraph: { indent: { left, hanging } } },
  })
  const paragraphs = (reference: string, start: number) => ({
    reference,
    levels: [{ level: 0, text: '%1.', ...decimal(567, 567, start) }],
  })
  return {
    config: [
      paragraphs('paragraphs', 1),
      ...starts.map((start, index) => paragraphs(`paragraphs-${start}-${index}`, start)),
      { reference: 'bullets', levels: [568, 851].map((left, level) => ({ level, ...bullet(left) })) },
      {
        reference: 'numbers',
        levels: [568, 1000].map((left, level) => ({ level, text: `%${level + 1}.`, ...decimal(left, 426) })),
      },
      { reference: 'table-bullets', levels: [{ level: 0, ...bullet(227) }] },
      { reference: 'table-numbers', levels: [{ level: 0, text: '%1.', ...decimal(340, 340) }] },
    ],
  }
}
