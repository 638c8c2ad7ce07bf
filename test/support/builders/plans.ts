import type { Db } from '../../../server/database/database.ts'
import type { Here } from '../../../server/partnerships/here.ts'
import { changeChampions, type NewChampion } from '../../../server/plans/recommendations/champion.store.ts'
import { addKeyLines } from '../../../server/plans/recommendations/key-line.store.ts'
import { addRecommendation } from '../../../server/plans/recommendations/recommendation-change.store.ts'
import { findRecommendation } from '../../../server/plans/recommendations/recommendation.store.ts'
import type { Side } from '../../../server/plans/recommendations/recommendation.ts'
import { addPlan, findPlan, type Plan } from '../../../server/plans/record/plan.store.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import {
  addTestInspection,
  hereAt,
  hereFor,
  northmoorInspection,
  type TestInspection,
} from './inspections.ts'

type TestChampion = { personId: number } | { agencyId: number } | 'TBC'

export interface TestRow {
  text: string
  addressee?: string
  /** Whether it came with the inspection; without it the row is local. */
  ofInspection?: true
  keyLines?: { text: string; reference?: string; findingId?: number }[]
  board?: TestChampion[]
  service?: TestChampion[]
  agreed?: { rag: Rag; on: string; reported?: Rag; reason?: string }[]
}

export interface TestPlan {
  id: number
  slug: string
  /** Where it is: /partnerships/northmoor/plans/2026-27. */
  path: string
  /** By number. */
  recommendationIds: number[]
  inspection: TestInspection | undefined
}

/** No champion is named on the spot. */
export const NOBODY_NEW = { newName: '', newJobTitle: '', newAgencyId: null, newSide: 'board' as const }

/**
 * Adds a plan with these rows to the member's partnership, as the member writes it, by default on 1 September 2025.
 * Without rows it is the plan of the northmoor inspection: three rows that quote one finding each and a local one.
 */
export async function addTestPlan(
  db: Db,
  member: CastMember,
  options: { slug?: string; title?: string; rows?: TestRow[]; partnership?: string; began?: string } = {},
): Promise<TestPlan> {
  const { slug = '2026-27', title = 'Improvement plan 2026 to 2027', partnership = 'northmoor' } = options
  const { began = '2025-09-01T09:00:00.000Z' } = options
  const here = await hereFor(db, member, partnership, () => began)
  const inspection =
    options.rows === undefined ? await addTestInspection(db, member, {}, partnership) : undefined
  const rows = options.rows ?? rowsOf(inspection)
  await addPlan(db, here, {
    slug,
    title,
    source: inspection === undefined ? 'self_assessment' : 'inspection',
    inspectionId: inspection?.id ?? null,
  })
  const plan = (await findPlan(db, here, slug))!
  const recommendationIds: number[] = []
  for (const [index, row] of rows.entries()) {
    recommendationIds.push(await addRow(db, here, plan, { ...row, number: index + 1 }))
  }
  return {
    id: plan.id,
    slug,
    path: `/partnerships/${partnership}/plans/${slug}`,
    recommendationIds,
    inspection,
  }
}

/** Returns a plan as a store needs it, and the member in its partnership with a clock that stands at a moment. */
export async function planAt(
  db: Db,
  member: CastMember,
  id: number,
  moment: string,
): Promise<{ here: Here; plan: Plan }> {
  const row = await db('plans')
    .where({ id })
    .first<{ partnership_id: number; slug: string }>('partnership_id', 'slug')
  const here = await hereAt(db, member, row.partnership_id, moment)
  return { here, plan: (await findPlan(db, here, row.slug))! }
}

function rowsOf(inspection: TestInspection | undefined): TestRow[] {
  const areas = northmoorInspection.findings.filter(({ kind }) => kind === 'area_for_improvement')
  const strengths = northmoorInspection.findings.length - areas.length
  return [
    ...northmoorInspection.recommendations.map(({ text, addressee }, index) => ({
      text,
      addressee,
      ofInspection: true as const,
      keyLines: [
        {
          text: areas[index]!.text,
          reference: areas[index]!.section,
          findingId: inspection!.findingIds[strengths + index]!,
        },
      ],
    })),
    { text: 'Board development' },
  ]
}

/** Adds a row, unless it came with the inspection, and what stands in it; returns its id. */
async function addRow(db: Db, here: Here, plan: Plan, row: TestRow & { number: number }): Promise<number> {
  const { text, addressee = '', keyLines = [], board = [], service = [], agreed = [] } = row
  if (!row.ofInspection) await addRecommendation(db, here, plan, { text, addressee })
  const added = (await findRecommendation(db, here, plan, row.number))!
  if (keyLines.length > 0) {
    const lines = keyLines.map(({ text, reference = '', findingId = null }) => ({
      text,
      reference,
      findingId,
    }))
    await addKeyLines(
      db,
      here,
      lines.map((line) => ({ recommendationId: added.id, ...line })),
    )
  }
  const champions = [
    ...board.map((one) => championOf('board', one)),
    ...service.map((one) => championOf('service', one)),
  ]
  if (champions.length > 0) await changeChampions(db, here, added, champions, NOBODY_NEW)
  await addAgreed(db, here, added.id, agreed)
  return added.id
}

/** Adds what was agreed without a meeting, as no board can: what a meeting needs besides is not what these tests look at. */
export async function addAgreed(
  db: Db,
  here: Here,
  recommendationId: number,
  agreed: NonNullable<TestRow['agreed']>,
): Promise<void> {
  for (const { rag, on, reported = null, reason = '' } of agreed) {
    await db('agreed_rags').insert({
      recommendation_id: recommendationId,
      rag,
      reported_rag: reported,
      reason,
      agreed_on: on,
      recorded_by: here.account.id,
      recorded_at: `${on}T16:00:00.000Z`,
    })
  }
}

function championOf(side: Side, champion: TestChampion): NewChampion {
  const nobody = { side, personId: null, agencyId: null }
  return champion === 'TBC' ? nobody : { ...nobody, ...champion }
}
