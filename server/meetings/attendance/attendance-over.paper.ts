import { heading, paragraph, cell } from '../../paper/blocks.ts'
import type { Block, Chart, ChartShape, PaperTable } from '../../paper/paper.ts'
import { count, day } from '../../web/view-helpers.ts'
import type { MeasuredAttendance } from './attendance-over.store.ts'
import { scaleLinear } from 'd3-scale'
import { type AttendanceBar, linesOf } from './attendance-chart.page.ts'
import type { AgencyAttendance, PersonAttendance } from './attendance-over.rules.ts'
import { namedText } from '../../people/named.ts'

/**
 * Returns attendance over the last meetings: of agencies and of members, and which statutory agencies were
 * missing.
 */
export function attendanceBlocks(attendance: MeasuredAttendance, colour: string): Block[] {
  const { commitment, measured, notRecorded, people, agencies } = attendance
  const title = heading(1, 'Attendance')
  if (measured.length === 0) {
    return [title, paragraph('No attendance has been recorded at a meeting that has ended.')]
  }
  const days = measured.map(({ heldOn }) => day(heldOn)).join('; ')
  const over = count(measured.length, 'meeting', 'meetings')
  return [
    title,
    paragraph(
      `The board expects each member and each agency at ${commitment}% of its meetings. This measures the last ${over} with attendance on record: ${days}. Somebody new is measured over the meetings since they joined.`,
    ),
    ...notRecorded.map(({ heldOn }) =>
      paragraph(`Nobody’s attendance was recorded at the meeting of ${day(heldOn)}, so it is left out.`),
    ),
    heading(2, 'Agencies'),
    paragraph('An agency counts when one of its members was present or a deputy came for it.'),
    ...(agencies.length === 0
      ? [paragraph('No member of the board belongs to an agency.')]
      : agencyCharts(agencies, commitment, colour)),
    heading(2, 'Statutory agencies that were missing'),
    {
      kind: 'facts',
      rows: measured.map(({ heldOn, missing }) => ({
        term: day(heldOn),
        text: missing.length === 0 ? 'None' : missing.join(', '),
      })),
    },
    heading(2, 'Members'),
    paragraph('Only meetings that somebody came to in person count here. Deputies are said beside them.'),
    ...memberCharts(people, commitment, colour),
  ]
}

// In points: a name in lines on the left, its bar to the right of it, the words behind the bar.
const WIDTH = 480
const NAMES = 190
const FULL = 200
const HEAD = 22
const LINE = 12
const BAR = 11
const GAP = 7
const SIZE = 9
/** A chart with more would not fit a sheet. */
const MOST_BARS = 24

/**
 * Returns the attendance of the agencies as charts, each with its table; [] where no member belongs to one.
 */
function agencyCharts(agencies: readonly AgencyAttendance[], commitment: number, colour: string): Chart[] {
  return charts(agencies, 'Share of meetings at which each agency was represented', {
    commitment,
    colour,
    columns: ['Agency', 'Represented at'],
    cells: ({ name, statutory, represented, expected, percent }) => [
      statutory ? `${name} (statutory)` : name,
      `${represented} of ${expected}, ${percent}%`,
    ],
  })
}

/** Returns the attendance of the members in person as charts, each with its table; [] without members. */
function memberCharts(people: readonly PersonAttendance[], commitment: number, colour: string): Chart[] {
  return charts(people, 'Share of meetings that each member came to in person', {
    commitment,
    colour,
    columns: ['Member', 'In person', 'Sent a deputy'],
    cells: ({ name, agencyName, inPerson, byDeputy, expected, percent }) => [
      namedText({ name, agencyName }),
      `${inPerson} of ${expected}, ${percent}%`,
      byDeputy === 0 ? 'Never' : String(byDeputy),
    ],
  })
}

interface Look<T> {
  commitment: number
  /** Of the bars. */
  colour: string
  /** The headings of the table but the last, and its cells under them. */
  columns: string[]
  cells: (one: T) => string[]
}

function charts<T extends AttendanceBar>(all: readonly T[], title: string, look: Look<T>): Chart[] {
  const parts = Array.from({ length: Math.ceil(all.length / MOST_BARS) }, (_, index) =>
    all.slice(index * MOST_BARS, (index + 1) * MOST_BARS),
  )
  return parts.map((bars, index) => {
    const named = index === 0 ? title : `${title}, continued`
    return {
      kind: 'chart',
      title: named,
      alternative: alternativeOf(bars, named, look.commitment),
      width: WIDTH,
      ...drawingOf(bars, look),
      table: tableOf(bars, look),
    }
  })
}

function alternativeOf(bars: readonly AttendanceBar[], title: string, commitment: number): string {
  const words = bars.map(
    ({ name, percent, commitmentStatus }) => `${name} ${percent}%${below(commitmentStatus)}`,
  )
  return `${title}. The commitment is ${commitment}%. ${words.join('; ')}.`
}

function below(commitmentStatus: AttendanceBar['commitmentStatus']): string {
  return commitmentStatus === 'met' ? '' : ', below'
}

function drawingOf<T extends AttendanceBar>(
  bars: readonly T[],
  { commitment, colour }: Look<T>,
): { shapes: ChartShape[]; height: number } {
  const across = scaleLinear([0, 100], [NAMES, NAMES + FULL])
  const shapes: ChartShape[] = []
  let top = HEAD
  for (const { name, percent, commitmentStatus } of bars) {
    const lines = linesOf(name)
    for (const [index, text] of lines.entries()) {
      shapes.push({ shape: 'text', x: 0, y: top + 9 + index * LINE, text, size: SIZE })
    }
    const bar = { shape: 'rect', y: top, height: BAR } as const
    shapes.push({ ...bar, x: NAMES, width: FULL, fill: '#ffffff', stroke: '#b1b4b6' })
    // In black and white too a bar below the commitment looks different from one that keeps to it.
    const fill = commitmentStatus === 'met' ? colour : '#ffffff'
    if (percent > 0) shapes.push({ ...bar, x: NAMES, width: across(percent) - NAMES, fill, stroke: colour })
    const words = `${percent}%${below(commitmentStatus)}`
    const bold = commitmentStatus === 'below'
    shapes.push({ shape: 'text', x: NAMES + FULL + 8, y: top + 9, text: words, size: SIZE, bold })
    top += Math.max(BAR, lines.length * LINE) + GAP
  }
  const x = across(commitment)
  shapes.push(
    { shape: 'path', d: `M${x} ${HEAD - 6}V${top - GAP + 3}`, stroke: '#0b0c0c', strokeWidth: 1.5 },
    { shape: 'text', x, y: HEAD - 10, text: `Commitment ${commitment}%`, size: SIZE, anchor: 'middle' },
  )
  return { shapes, height: top }
}

function tableOf<T extends AttendanceBar>(
  bars: readonly T[],
  { commitment, columns, cells }: Look<T>,
): PaperTable {
  return {
    kind: 'table',
    caption: 'The same in numbers',
    columns: [...columns, `Against ${commitment}%`].map((heading, index) => ({
      heading,
      width: index === 0 ? 5 : 2,
    })),
    rows: bars.map((bar) => ({
      label: bar.name,
      cells: [...cells(bar), bar.commitmentStatus === 'met' ? 'Met' : 'Below'].map((text) => cell(text)),
    })),
  }
}
