import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../shared/audit.ts'
import { now } from '../shared/calendar-day.ts'
import { findFramework, type FrameworkId } from '../shared/framework.ts'
import { computeScore } from '../shared/rating.ts'

/** The inspection's own facts. Dates are YYYY-MM-DD, or YYYY-MM where the report gives no day. */
interface InspectionFacts {
  service: string
  inspectorate: string
  framework: FrameworkId | null
  fieldworkStarted: string | null
  fieldworkEnded: string | null
  published: string | null
  overallRating: string | null
  /** As the report prints it, right or wrong. */
  printedScore: number | null
  foreword: string | null
}

export interface Rating {
  number: string
  name: string
  /** Null: not rated, as resettlement can be. */
  rating: string | null
  /** The line of the report it was read from, counted from 1; null where somebody typed it in. */
  line: number | null
}

export interface KeyQuestion {
  standard: string
  question: string
  /** The share of cases judged sufficient, in whole per cent. */
  percent: number
  line: number | null
}

export interface InspectionRecommendation {
  number: number
  addressee: string
  text: string
  deadline: string | null
  line: number | null
}

export interface Finding {
  kind: 'strength' | 'area_for_improvement'
  text: string
  standard: string | null
  /** The heading it stands under; '' where somebody typed it in. */
  section: string
  line: number | null
}

export interface NewInspection extends InspectionFacts {
  ratings: Rating[]
  keyQuestions: KeyQuestion[]
  recommendations: InspectionRecommendation[]
  findings: Finding[]
  documentId: number | null
  reportImportId: number | null
}

export interface Inspection extends InspectionFacts {
  id: number
  /** The sum of the ratings; null where the framework publishes none or a core standard has no rating. */
  computedScore: number | null
  maximumScore: number | null
  documentId: number | null
  createdAt: string
}

export interface RatedInspection extends Inspection {
  ratings: Rating[]
}

/** Saves an inspection with all it says, inside the caller's transaction, and gives its id. */
export async function addInspection(trx: Db, here: Here, inspection: NewInspection): Promise<number> {
  const { ratings, keyQuestions, recommendations, findings, documentId, reportImportId, ...facts } =
    inspection
  const framework = findFramework(facts.framework)
  const computedScore = framework === undefined ? null : computeScore(framework, ratings)
  const [row] = await trx('inspections')
    .insert({
      partnership_id: here.partnership.id,
      service: facts.service,
      inspectorate: facts.inspectorate,
      framework: facts.framework,
      fieldwork_started: facts.fieldworkStarted,
      fieldwork_ended: facts.fieldworkEnded,
      published: facts.published,
      overall_rating: facts.overallRating,
      printed_score: facts.printedScore,
      computed_score: computedScore,
      maximum_score: framework?.scoring?.maximum ?? null,
      foreword: facts.foreword,
      document_id: documentId,
      report_import_id: reportImportId,
      created_by: here.account.id,
      created_at: now(),
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new inspection has no id')
  await addParts(trx, 'inspection_ratings', row.id, ratings)
  await addParts(trx, 'inspection_key_questions', row.id, keyQuestions)
  await addParts(trx, 'inspection_recommendations', row.id, recommendations)
  await addParts(trx, 'findings', row.id, findings)
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'inspection saved',
    subject: 'inspections',
    subjectId: row.id,
    after: { ...facts, computedScore, ratings, keyQuestions, recommendations, findings },
  })
  return row.id
}

// Their columns are called what their fields are called.
async function addParts(trx: Db, table: string, inspectionId: number, parts: object[]): Promise<void> {
  if (parts.length === 0) return
  await trx(table).insert(
    parts.map((part, index) => ({ inspection_id: inspectionId, position: index + 1, ...part })),
  )
}

/** Gives the partnership's inspections, the newest first by publication, else by fieldwork. */
export function listInspections(db: Db, here: Here): Promise<Inspection[]> {
  return inspections(db, here).orderByRaw(
    "coalesce(inspections.published, inspections.fieldwork_started, '') desc, inspections.id desc",
  )
}

/** Gives the inspection with its ratings in order, or undefined where the partnership has none with that id. */
export async function findInspection(db: Db, here: Here, id: number): Promise<RatedInspection | undefined> {
  const inspection = (await inspections(db, here).where('inspections.id', id))[0]
  if (inspection === undefined) return undefined
  const ratings = await parts(db, here, 'inspection_ratings', id).select<Rating[]>(
    'part.number',
    'part.name',
    'part.rating',
    'part.line',
  )
  return { ...inspection, ratings }
}

/** Gives the inspection's strengths and areas for improvement in the order of the report. */
export function listFindings(
  db: Db,
  here: Here,
  inspectionId: number,
): Promise<(Finding & { id: number })[]> {
  return parts(db, here, 'findings', inspectionId).select<(Finding & { id: number })[]>(
    'part.id',
    'part.kind',
    'part.text',
    'part.standard',
    'part.section',
    'part.line',
  )
}

/** Gives what the inspectorate recommended, in the order of the report. */
export function listInspectionRecommendations(
  db: Db,
  here: Here,
  inspectionId: number,
): Promise<(InspectionRecommendation & { id: number })[]> {
  return parts(db, here, 'inspection_recommendations', inspectionId).select<
    (InspectionRecommendation & { id: number })[]
  >('part.id', 'part.number', 'part.addressee', 'part.text', 'part.deadline', 'part.line')
}

/** Gives the inspection's key questions with their percentages, in the order of the report. */
export function listKeyQuestions(db: Db, here: Here, inspectionId: number): Promise<KeyQuestion[]> {
  return parts(db, here, 'inspection_key_questions', inspectionId).select<KeyQuestion[]>(
    'part.standard',
    'part.question',
    'part.percent',
    'part.line',
  )
}

function inspections(db: Db, here: Here) {
  return db('inspections')
    .where('inspections.partnership_id', here.partnership.id)
    .select<Inspection[]>(
      'inspections.id',
      'inspections.service',
      'inspections.inspectorate',
      'inspections.framework',
      'inspections.fieldwork_started as fieldworkStarted',
      'inspections.fieldwork_ended as fieldworkEnded',
      'inspections.published',
      'inspections.overall_rating as overallRating',
      'inspections.printed_score as printedScore',
      'inspections.computed_score as computedScore',
      'inspections.maximum_score as maximumScore',
      'inspections.foreword',
      'inspections.document_id as documentId',
      'inspections.created_at as createdAt',
    )
}

function parts(db: Db, here: Here, table: string, inspectionId: number) {
  return db(`${table} as part`)
    .join('inspections', 'inspections.id', 'part.inspection_id')
    .where({ 'inspections.id': inspectionId, 'inspections.partnership_id': here.partnership.id })
    .orderBy('part.position')
}
