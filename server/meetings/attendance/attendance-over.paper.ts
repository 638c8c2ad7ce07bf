import { heading, paragraph } from '../../paper/blocks.ts'
import type { Block } from '../../paper/paper.ts'
import { count, day } from '../../web/view-helpers.ts'
import { agencyCharts, memberCharts } from './attendance-chart.paper.ts'
import type { MeasuredAttendance } from './attendance-over.store.ts'

/** Gives attendance over the last meetings: of agencies and of members, and which statutory agencies were missing. */
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
