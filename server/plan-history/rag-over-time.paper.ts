import { cell } from '../paper/blocks.ts'
import type { Chart, ChartShape, PaperTable } from '../paper/paper.ts'
import { RAG_LOOKS } from '../paper/rag-look.ts'
import type { RagWord } from '../shared/rag.ts'
import { day } from '../web/view-helpers.ts'
import { ragChart, type RagCounts, ragTable } from './rag-over-time.page.ts'

/** As many bars as a sheet has room for beside each other: two years of quarters. */
const MOST_BARS = 8
/** From the middle of one bar to the middle of the next, in the units of the drawing. */
const STEP = 100
/** Points for a unit of the drawing. */
const SCALE = 0.75
const INK = '#0b0c0c'
const SHAPE = 13
const NUMBER = 11
const DAY = 8

/**
 * Returns the chart of how many rows stood at each RAG after each meeting, with all numbers as a table; null if no
 * meeting has agreed any. The picture has the latest eight meetings.
 */
export function ragOverTimeChart(meetings: readonly RagCounts[], ragWords: readonly RagWord[]): Chart | null {
  const shown = meetings.slice(-MOST_BARS)
  const latest = shown.at(-1)
  if (latest === undefined) return null
  const drawing = ragChart(shown, STEP)
  const table = numbersTable(meetings, ragWords)
  return {
    kind: 'chart',
    title: `Recommendations at each RAG after ${
      shown.length < meetings.length ? `the latest ${shown.length} meetings` : 'each meeting'
    }`,
    alternative: `A bar for each meeting. After the meeting of ${day(latest.on)}: ${countsInWords(latest, ragWords)}. The table says the same in numbers.`,
    width: drawing.width * SCALE,
    height: drawing.height * SCALE,
    shapes: drawing.bars.flatMap((bar): ChartShape[] => [
      ...bar.segments.flatMap(segmentShapes),
      ...[day(bar.on), bar.quarter].map((text, line): ChartShape => ({
        shape: 'text',
        x: bar.middle * SCALE,
        y: drawing.foot * SCALE + (line + 1) * (DAY + 5),
        text,
        size: DAY,
        anchor: 'middle',
        fill: INK,
      })),
    ]),
    table,
  }
}

type Segment = ReturnType<typeof ragChart>['bars'][number]['segments'][number]

function segmentShapes({ rag, x, y, width, height, count, label }: Segment): ChartShape[] {
  const look = rag === 'none' ? { background: '#f0f1f2', ink: INK } : RAG_LOOKS[rag]
  const middle = (x + width / 2) * SCALE
  const centre = (y + height / 2) * SCALE
  return [
    {
      shape: 'rect',
      x: x * SCALE,
      y: y * SCALE,
      width: width * SCALE,
      height: height * SCALE,
      fill: look.background,
      stroke: INK,
    },
    ...(label === undefined || rag === 'none'
      ? []
      : [{ shape: 'rag' as const, x: middle - SHAPE - 3, y: centre - SHAPE / 2, size: SHAPE, rag }]),
    ...(label === undefined
      ? []
      : [
          {
            shape: 'text' as const,
            x: middle + 3,
            y: centre + NUMBER * 0.36,
            text: String(count),
            size: NUMBER,
            bold: true,
            fill: look.ink,
          },
        ]),
  ]
}

function numbersTable(meetings: readonly RagCounts[], ragWords: readonly RagWord[]): PaperTable {
  const { columns, rows } = ragTable(meetings, ragWords)
  return {
    kind: 'table',
    caption: 'The same in numbers',
    columns: [
      { heading: 'Meeting', width: 30 },
      ...columns.map(({ word }) => ({ heading: word, width: 12, align: 'end' as const })),
    ],
    rows: rows.map(({ on, quarter, numbers }) => ({
      label: day(on),
      cells: [cell(`${day(on)}, ${quarter}`), ...numbers.map((number) => cell(String(number)))],
    })),
  }
}

function countsInWords(meeting: RagCounts, ragWords: readonly RagWord[]): string {
  const { columns, rows } = ragTable([meeting], ragWords)
  const numbers = columns.map(({ word }, index) => ({ word, number: rows[0]?.numbers[index] ?? 0 }))
  return numbers.flatMap(({ word, number }) => (number === 0 ? [] : `${number} ${word}`)).join(', ')
}
