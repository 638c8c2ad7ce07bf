import { bullets, cell, heading, paragraph } from '../../../server/paper/blocks.ts'
import type { Chart, Paper, PaperRow, PaperTable } from '../../../server/paper/paper.ts'
import { DEFAULT_RAG_WORDS } from '../../../server/shared/rag.ts'

/** A PNG of 8 by 4 pixels, all of one colour. */
const TEST_LOGO =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAIAAAA8r+mnAAAAEUlEQVR42mPgdnTBihioJwEAfXESAQ/UDv0AAAAASUVORK5CYII='

/** Gives a paper with every kind of block in it, changed as wanted. */
export function testPaper(changes: Partial<Paper> = {}): Paper {
  return {
    title: 'Youth justice improvement plan 2026-27',
    subject: 'What the board does about the inspection of March 2026',
    madeAt: '2026-11-22T00:00:00.000Z',
    brand: {
      councilName: 'Northmoor Council',
      boardName: 'Northmoor Youth Justice Partnership Board',
      colour: '#0b4144',
      logo: { png: TEST_LOGO, width: 8, height: 4, alternative: 'Northmoor Council’s logo' },
    },
    header: { left: 'Northmoor Youth Justice Partnership Board', right: 'Improvement plan 2026-27' },
    footer: ['As agreed on 7 March 2026', 'Checksum 1f3a'],
    marking: 'Draft',
    cover: {
      above: 'Northmoor Youth Justice Partnership Board',
      title: 'Youth justice improvement plan 2026-27',
      lines: ['As agreed on 7 March 2026'],
      facts: [
        { term: 'Report of', text: 'Hasan Idris, head of service' },
        { term: 'Status', text: 'Open' },
      ],
    },
    contents: true,
    sections: [
      {
        orientation: 'portrait',
        blocks: [
          heading(1, 'Background'),
          paragraph('What the inspectors found, and what the board decided.', 'lead'),
          { ...paragraph('The service was inspected in March 2026.'), number: 1 },
          {
            ...paragraph([
              { text: 'The rating was ' },
              { text: 'Good', bold: true },
              { text: '. Read ' },
              { text: 'the report', href: 'https://example.org/report?a=1&b=2' },
              { text: '.' },
            ]),
            number: 2,
          },
          bullets(['Education places were late.', 'Health checks were not recorded.']),
          { ...paragraph('The board met twice\nand agreed the plan.'), number: 3 },
          heading(2, 'Ratings'),
          {
            kind: 'facts',
            rows: [
              { term: 'Overall rating', text: 'Good' },
              { term: 'Score', text: '24 of 36' },
            ],
          },
          paragraph('Percentages are of 40 cases.', 'note'),
          paragraph('These numbers are small.', 'caution'),
          { kind: 'list', ordered: true, items: [[{ text: 'First' }], [{ text: 'Second' }]] },
          { kind: 'page-break' },
          heading(2, 'Movement'),
          testChart(),
        ],
      },
      {
        orientation: 'landscape',
        blocks: [
          heading(1, 'The plan'),
          { kind: 'rag-key', words: [...DEFAULT_RAG_WORDS] },
          testTable([
            testRow('1', 'Give every child an education place within ten days.'),
            {
              label: '1.1',
              beneath: true,
              cells: [
                cell('1.1'),
                {
                  ...cell('Agree a protocol with the four schools, and report on it each quarter.'),
                  span: 2,
                },
                cell([paragraph([{ rag: 'green', word: 'Green' }])]),
              ],
            },
            testRow('2', 'يحتاج كل طفل إلى مكان', 'red', 'Red'),
          ]),
        ],
      },
      { orientation: 'portrait', blocks: [heading(1, 'Contact'), paragraph('Ask the head of service.')] },
    ],
    ...changes,
  }
}

/** Gives a table of four columns with the given rows. */
export function testTable(rows: PaperRow[]): PaperTable {
  return {
    kind: 'table',
    caption: 'Recommendations and progress',
    columns: [
      { heading: 'Number', width: 1 },
      { heading: 'Recommendation', width: 5 },
      { heading: 'Board champion', width: 3 },
      { heading: 'Progress', width: 3 },
    ],
    rows,
  }
}

/** Gives a row of that table with its RAG. */
export function testRow(
  label: string,
  text: string,
  rag: 'amber' | 'red' = 'amber',
  word = 'Amber',
): PaperRow {
  return {
    label,
    cells: [
      cell(label),
      cell(text),
      cell([bullets(['Bronwen Rees, police', 'TBC'])]),
      cell([paragraph([{ rag, word }, { text: ', was Red' }]), paragraph('3 of 5 actions complete.')]),
    ],
  }
}

function testChart(): Chart {
  return {
    kind: 'chart',
    title: 'RAG after each meeting',
    alternative: 'In March 2 recommendations were amber and 1 red; in June 1 was amber.',
    width: 300,
    height: 120,
    shapes: [
      { shape: 'rect', x: 10, y: 20, width: 60, height: 80, fill: '#ffbf47', stroke: '#0b0c0c' },
      { shape: 'rag', x: 30, y: 40, size: 20, rag: 'amber' },
      { shape: 'path', d: 'M10 100H290', stroke: '#0b0c0c', strokeWidth: 1 },
      { shape: 'text', x: 40, y: 115, text: 'Mawrth ŵ 2026', size: 10, anchor: 'middle' },
      { shape: 'text', x: 40, y: 80, text: '2', size: 12, bold: true, anchor: 'middle' },
    ],
    table: {
      kind: 'table',
      caption: 'The same in numbers',
      columns: [
        { heading: 'Meeting', width: 2 },
        { heading: 'Amber', width: 1, align: 'end' },
        { heading: 'Red', width: 1, align: 'end' },
      ],
      rows: [
        { label: 'March', cells: [cell('7 March 2026'), cell('2'), cell('1')] },
        { label: 'June', cells: [cell('2 June 2026'), cell('1'), cell('0')] },
      ],
    },
  }
}
