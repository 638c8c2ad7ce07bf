import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../database/at-once.ts'
import type { FrameworkId } from './frameworks/framework.ts'

/** The inspection's own facts. Dates are YYYY-MM-DD, or YYYY-MM where the report gives no day. */
export interface InspectionFacts {
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

/** Returns the partnership's inspections, the newest first by publication, else by fieldwork. */
export async function listInspections(db: Db, here: Here): Promise<Inspection[]> {
  const { inspections } = await askAtOnce(db, { inspections: inspectionsAsk(db, here) })
  return inspections
}

/**
 * Returns the inspection with its ratings in order, or undefined if the partnership has none with that id.
 */
export async function findInspection(db: Db, here: Here, id: number): Promise<RatedInspection | undefined> {
  return toInspection(await askAtOnce(db, inspectionAsks(db, here, id)))
}

/** Returns the queries for an inspection with its ratings. */
export function inspectionAsks(
  db: Db,
  here: Here,
  id: number,
): { inspections: Ask<Inspection>; ratings: Ask<Rating> } {
  const { from, columns } = inspectionsAsk(db, here)
  return {
    inspections: ask(from.where('inspections.id', id), columns),
    ratings: partsAsk<Rating>(db, here, 'inspection_ratings', id, ['number', 'name', 'rating', 'line']),
  }
}

/** Returns the inspection that inspectionAsks asks for, or undefined if there is none. */
export function toInspection(found: {
  inspections: readonly Inspection[]
  ratings: Rating[]
}): RatedInspection | undefined {
  const [inspection] = found.inspections
  return inspection && { ...inspection, ratings: found.ratings }
}

export interface StoredFinding extends Finding {
  id: number
}

/** Returns the query for the inspection's strengths and areas for improvement in the order of the report. */
export function findingsAsk(db: Db, here: Here, inspectionId: number): Ask<StoredFinding> {
  const names = ['id', 'kind', 'text', 'standard', 'section', 'line'] as const
  return partsAsk(db, here, 'findings', inspectionId, names)
}

/** Returns what the inspectorate recommended, in the order of the report. */
export async function listInspectionRecommendations(
  db: Db,
  here: Here,
  inspectionId: number,
): Promise<StoredRecommendation[]> {
  const { recommended } = await askAtOnce(db, {
    recommended: inspectionRecommendationsAsk(db, here, inspectionId),
  })
  return recommended
}

interface StoredRecommendation extends InspectionRecommendation {
  id: number
}

/** Returns the query for what listInspectionRecommendations gives. */
export function inspectionRecommendationsAsk(
  db: Db,
  here: Here,
  inspectionId: number,
): Ask<StoredRecommendation> {
  const names = ['id', 'number', 'addressee', 'text', 'deadline', 'line'] as const
  return partsAsk(db, here, 'inspection_recommendations', inspectionId, names)
}

/**
 * Returns the query for the inspection's key questions with their percentages, in the order of the report.
 */
export function keyQuestionsAsk(db: Db, here: Here, inspectionId: number): Ask<KeyQuestion> {
  const names = ['standard', 'question', 'percent', 'line'] as const
  return partsAsk(db, here, 'inspection_key_questions', inspectionId, names)
}

function inspectionsAsk(db: Db, here: Here): Ask<Inspection> {
  const inspections = db('inspections')
    .where('inspections.partnership_id', here.partnership.id)
    .orderByRaw(
      "coalesce(inspections.published, inspections.fieldwork_started, '') desc, inspections.id desc",
    )
  return ask(inspections, {
    id: 'inspections.id',
    service: 'inspections.service',
    inspectorate: 'inspections.inspectorate',
    framework: 'inspections.framework',
    fieldworkStarted: 'inspections.fieldwork_started',
    fieldworkEnded: 'inspections.fieldwork_ended',
    published: 'inspections.published',
    overallRating: 'inspections.overall_rating',
    printedScore: 'inspections.printed_score',
    computedScore: 'inspections.computed_score',
    maximumScore: 'inspections.maximum_score',
    foreword: 'inspections.foreword',
    documentId: 'inspections.document_id',
    createdAt: 'inspections.created_at',
  })
}

function partsAsk<Part extends object>(
  db: Db,
  here: Here,
  table: string,
  inspectionId: number,
  names: readonly (keyof Part & string)[],
): Ask<Part> {
  const parts = db(`${table} as part`)
    .join('inspections', 'inspections.id', 'part.inspection_id')
    .where({ 'inspections.id': inspectionId, 'inspections.partnership_id': here.partnership.id })
    .orderBy('part.position')
  const columns = Object.fromEntries(names.map((name) => [name, `part.${name}`]))
  return ask<Part>(parts, columns as Record<keyof Part & string, string>)
}
