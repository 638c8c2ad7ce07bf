import { scaleLinear } from 'd3-scale'

/** One bar of the chart: whose attendance it is, in whole per cent. */
export interface AttendanceBar {
  name: string
  percent: number
  commitmentStatus: 'met' | 'below'
}

// In pixels: a name in lines of LINE, under it a bar. Bars are so many per cent of the picture's width wide, which
// leaves room for the words beside them.
const HEAD = 28
const LINE = 20
const BAR = 18
const GAP = 16
const FULL_WIDTH = 70
/** How many letters of a name fit on a telephone, or before its bar on paper. */
const LINE_LETTERS = 36
const LINES = new RegExp(`.{1,${LINE_LETTERS}}`, 'gu')

/**
 * Returns the numbers of a bar chart of attendance: heights and vertical places in pixels, horizontal ones in per
 * cent of its width. `title` says what is measured, for the text alternative.
 */
export function attendanceChart(bars: readonly AttendanceBar[], commitment: number, title: string) {
  const across = scaleLinear([0, 100], [0, FULL_WIDTH])
  let y = HEAD
  const rows = bars.map(({ name, percent, commitmentStatus }) => {
    const lines = linesOf(name).map((text, index) => ({ text, y: y + LINE * (index + 1) - 5 }))
    const top = y + LINE * lines.length
    y = top + BAR + GAP
    const words = commitmentStatus === 'met' ? `${percent}%` : `${percent}%, below`
    return { lines, top, width: across(percent), commitmentStatus, words, wordsY: top + BAR - 4 }
  })
  const summary = bars.map(
    ({ name, percent, commitmentStatus }) =>
      `${name} ${percent}%${commitmentStatus === 'met' ? '' : ', below'}`,
  )
  return {
    rows,
    height: y,
    barHeight: BAR,
    full: FULL_WIDTH,
    commitment: {
      x: across(commitment),
      words: `Commitment ${commitment}%`,
      // Near an edge the words would stand outside the picture.
      anchor: commitment < 25 ? 'start' : 'middle',
    },
    alternative: `${title}. The commitment is ${commitment}%. ${summary.join('; ')}.`,
  }
}

/**
 * Returns a name in lines of at most 36 letters, broken between words, or within one that is longer than a line.
 */
export function linesOf(name: string): string[] {
  const lines: string[] = []
  for (const word of name.split(' ').flatMap((long) => long.match(LINES) ?? [])) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= LINE_LETTERS)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
