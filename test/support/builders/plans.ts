import type { Db } from '../../../server/database/database.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import { addTestInspection, hereFor, northmoorInspection, type TestInspection } from './inspections.ts'

type TestChampion = { personId: number } | { agencyId: number } | 'TBC'

export interface TestRow {
  text: string
  addressee?: string
  /** The inspection's recommendation it comes from; without it the row is local. */
  inspectionRecommendationId?: number
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

const BEGAN = '2025-09-01T09:00:00.000Z'

/**
 * Adds a plan with these rows to the member's partnership, written by the member on 1 September 2025. Without
 * rows it is the plan of the northmoor inspection: three rows that quote one finding each and a local one.
 */
export async function addTestPlan(
  db: Db,
  member: CastMember,
  options: { slug?: string; title?: string; rows?: TestRow[]; partnership?: string } = {},
): Promise<TestPlan> {
  const { slug = '2026-27', title = 'Improvement plan 2026 to 2027', partnership = 'northmoor' } = options
  const here = await hereFor(db, member, partnership)
  const inspection =
    options.rows === undefined ? await addTestInspection(db, member, {}, partnership) : undefined
  const rows = options.rows ?? rowsOf(inspection)
  const [plan] = await db('plans')
    .insert({
      partnership_id: here.partnership.id,
      slug,
      title,
      source: inspection === undefined ? 'self_assessment' : 'inspection',
      inspection_id: inspection?.id ?? null,
      created_by: member.accountId,
      created_at: BEGAN,
    })
    .returning<{ id: number }[]>('id')
  const recommendationIds = await addRows(db, member, here.partnership.id, plan!.id, rows)
  return {
    id: plan!.id,
    slug,
    path: `/partnerships/${partnership}/plans/${slug}`,
    recommendationIds,
    inspection,
  }
}

function rowsOf(inspection: TestInspection | undefined): TestRow[] {
  const areas = northmoorInspection.findings.filter(({ kind }) => kind === 'area_for_improvement')
  const strengths = northmoorInspection.findings.length - areas.length
  return [
    ...northmoorInspection.recommendations.map(({ text, addressee }, index) => ({
      text,
      addressee,
      inspectionRecommendationId: inspection!.recommendationIds[index]!,
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

async function addRows(
  db: Db,
  member: CastMember,
  partnershipId: number,
  planId: number,
  rows: TestRow[],
): Promise<number[]> {
  if (rows.length === 0) return []
  const written = { written_by: member.accountId, written_at: BEGAN }
  const from = { from_by: member.accountId, from_at: BEGAN }
  const inserted = await db('recommendations')
    .insert(
      rows.map(({ addressee = '', inspectionRecommendationId = null }, index) => ({
        partnership_id: partnershipId,
        plan_id: planId,
        number: index + 1,
        inspection_recommendation_id: inspectionRecommendationId,
        addressee,
        created_by: member.accountId,
        created_at: BEGAN,
      })),
    )
    .returning<{ id: number; number: number }[]>(['id', 'number'])
  const ids = inserted.sort((one, other) => one.number - other.number).map(({ id }) => id)
  const each = <T>(part: (row: TestRow) => readonly T[]) =>
    rows.flatMap((row, index) => part(row).map((value, at) => ({ id: ids[index]!, value, position: at + 1 })))
  await insert(
    db,
    'recommendation_wordings',
    rows.map(({ text }, index) => ({ recommendation_id: ids[index], text, ...written })),
  )
  await insert(
    db,
    'key_lines',
    each(({ keyLines = [] }) => keyLines).map(({ id, value, position }) => ({
      recommendation_id: id,
      finding_id: value.findingId ?? null,
      text: value.text,
      reference: value.reference ?? '',
      position,
      ...from,
    })),
  )
  for (const side of ['board', 'service'] as const) {
    await insert(
      db,
      'champions',
      each((row) => row[side] ?? []).map(({ id, value, position }) => ({
        recommendation_id: id,
        side,
        person_id: value !== 'TBC' && 'personId' in value ? value.personId : null,
        agency_id: value !== 'TBC' && 'agencyId' in value ? value.agencyId : null,
        position,
        ...from,
      })),
    )
  }
  await insert(
    db,
    'agreed_rags',
    each(({ agreed = [] }) => agreed).map(({ id, value }) => ({
      recommendation_id: id,
      rag: value.rag,
      reported_rag: value.reported ?? null,
      reason: value.reason ?? '',
      agreed_on: value.on,
      recorded_by: member.accountId,
      recorded_at: `${value.on}T16:00:00.000Z`,
    })),
  )
  return ids
}

// knex takes an empty list for an empty statement, which databases refuse.
async function insert(db: Db, table: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await db(table).insert(rows)
}
