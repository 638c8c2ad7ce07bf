import { cell, heading, paragraph } from '../../paper/blocks.ts'
import type { Block, PaperTable } from '../../paper/paper.ts'
import { count } from '../../web/view-helpers.ts'
import { type FindingToPlace, toPlace } from './coverage.page.ts'
import type { Coverage } from './coverage.rules.ts'
import type { Area } from '../record/inspected-area.store.ts'
import type { Plan } from '../record/plan.store.ts'
import type { Recommendation } from '../recommendations/recommendation.store.ts'

/**
 * Returns which findings of the inspection are not in the plan yet, each with the suggested recommendation.
 */
export function coverageBlocks(
  { inspectionId }: Pick<Plan, 'inspectionId'>,
  coverage: Coverage<Area>,
  rows: readonly Recommendation[],
): Block[] {
  const title = heading(1, 'Findings not yet in the plan')
  if (inspectionId === null) {
    return [
      title,
      paragraph('This plan does not come from an inspection, so there are no findings to place.'),
    ]
  }
  const findings = toPlace(coverage, rows)
  const { inPlan, setAside } = coverage
  const all = findings.length + inPlan.length + setAside.length
  if (all === 0) return [title, paragraph('The inspection has no areas for improvement.')]
  const stand = `${findings.length} of ${count(all, 'area for improvement', 'areas for improvement')} of the inspection ${findings.length === 1 ? 'is' : 'are'} not yet in the plan, ${count(inPlan.length, 'is in it', 'are in it')}, ${count(setAside.length, 'is set aside', 'are set aside')} with a reason.`
  return [title, paragraph(stand), ...(findings.length === 0 ? [] : [findingTable(findings)])]
}

function findingTable(findings: readonly FindingToPlace[]): PaperTable {
  return {
    kind: 'table',
    caption: 'Findings not yet in the plan',
    captionHidden: true,
    columns: [
      { heading: 'No.', width: 8 },
      { heading: 'Finding', width: 48 },
      { heading: 'In the report', width: 25 },
      { heading: 'Suggested recommendation', width: 20 },
    ],
    rows: findings.map(({ lead, alsoWorded, place, suggested }) => ({
      label: `Finding ${place}`,
      cells: [
        cell(String(place)),
        cell([
          paragraph(lead.text),
          ...alsoWorded.map(({ text }) => paragraph(`Also worded: “${text}”`, 'note')),
        ]),
        cell(lead.section),
        cell(suggested === undefined ? 'None is alike' : `Recommendation ${suggested}`),
      ],
    })),
  }
}
