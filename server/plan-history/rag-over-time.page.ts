import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { quarterName, quarterOf } from '../shared/financial-quarter.ts'
import { type Rag, RAGS, ragWord, type RagWord } from '../shared/rag.ts'

interface Agreed {
  rag: Rag
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
}

/** How the plan's rows stood after a meeting. */
export interface RagCounts {
  /** The day of the meeting, YYYY-MM-DD. */
  on: string
  /** "Q3 2026-27": the quarter of the financial year that the day lies in. */
  quarter: string
  counts: Record<Rag, number>
  /** Rows of the plan for which the board had agreed no RAG by then. */
  none: number
}

/**
 * Returns how many rows stood at each RAG after each meeting that agreed any, oldest first. A row keeps what was
 * agreed last until a meeting agrees something else; a second entry of one day corrects the first.
 */
export function ragCounts(rows: readonly { agreedRags: readonly Agreed[] }[]): RagCounts[] {
  const days = [
    ...new Set(rows.flatMap(({ agreedRags }) => agreedRags.map(({ agreedOn }) => agreedOn))),
  ].sort()
  return days.map((on) => {
    const agreedThen = rows.map(
      ({ agreedRags }) => agreedRags.findLast(({ agreedOn }) => agreedOn <= on)?.rag,
    )
    const number = (rag: Rag | undefined) => agreedThen.filter((one) => one === rag).length
    return {
      on,
      quarter: quarterName(quarterOf(on)),
      counts: {
        not_started: number('not_started'),
        red: number('red'),
        amber: number('amber'),
        green: number('green'),
        blue: number('blue'),
      },
      none: number(undefined),
    }
  })
}

/** Sizes in the units of the drawing. */
const BAR = 72
const STEP = 148
const HEIGHT = 320
const FOOT = 56
/** A segment that is lower has no room for its shape and number; the table has it. */
const LEAST_LABELLED = 24

/** From the bottom of a bar to its top: what is done first, what has no RAG last. */
const ORDER = ['blue', 'green', 'amber', 'red', 'not_started', 'none'] as const

/** Returns the stacked bars as the template draws them, a bar for each meeting, `step` units apart. */
export function ragChart(meetings: readonly RagCounts[], step = STEP) {
  const width = meetings.length * step
  const x = scaleBand()
    .domain(meetings.map(({ on }) => on))
    .range([0, width])
    .paddingInner((step - BAR) / step)
    .paddingOuter((step - BAR) / step / 2)
  const most = Math.max(
    1,
    ...meetings.map(({ counts, none }) => none + RAGS.reduce((sum, rag) => sum + counts[rag], 0)),
  )
  const y = scaleLinear().domain([0, most]).range([HEIGHT, 0])
  const layers = stack<RagCounts, (typeof ORDER)[number]>()
    .keys(ORDER)
    .value((meeting, key) => (key === 'none' ? meeting.none : meeting.counts[key]))(meetings)
  return {
    width,
    height: HEIGHT + FOOT,
    foot: HEIGHT,
    bars: meetings.map(({ on, quarter }, index) => {
      const left = x(on) ?? 0
      return {
        on,
        quarter,
        middle: left + x.bandwidth() / 2,
        segments: layers.flatMap((layer) => {
          const [from = 0, to = 0] = layer[index] ?? []
          if (to === from) return []
          const height = y(from) - y(to)
          return {
            rag: layer.key,
            x: left,
            y: y(to),
            width: x.bandwidth(),
            height,
            count: to - from,
            label:
              height < LEAST_LABELLED
                ? undefined
                : {
                    shapeX: left + x.bandwidth() / 2 - 22,
                    shapeY: y(to) + height / 2 - 9,
                    textX: left + x.bandwidth() / 2 + 4,
                    textY: y(to) + height / 2 + 6,
                  },
          }
        }),
      }
    }),
  }
}

/**
 * Returns the table beside the chart: a row for each meeting, a column for each RAG, and one where any had none.
 */
export function ragTable(meetings: readonly RagCounts[], ragWords: readonly RagWord[]) {
  const withNone = meetings.some(({ none }) => none > 0)
  return {
    columns: [
      ...RAGS.map((rag) => ({ rag, word: ragWord(ragWords, rag) })),
      ...(withNone ? [{ word: 'No RAG yet' }] : []),
    ],
    rows: meetings.map(({ on, quarter, counts, none }) => ({
      on,
      quarter,
      numbers: [...RAGS.map((rag) => counts[rag]), ...(withNone ? [none] : [])],
    })),
  }
}
