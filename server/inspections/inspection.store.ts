import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { askAtOnce } from '../database/at-once.ts'
import { readAll, readsWith, type ReadWith, readWith, sql } from '../database/read.ts'
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

const INSPECTION = sql`
  select inspections.id, inspections.service, inspections.inspectorate, inspections.framework,
    inspections.fieldwork_started as "fieldworkStarted", inspections.fieldwork_ended as "fieldworkEnded",
    inspections.published, inspections.overall_rating as "overallRating",
    inspections.printed_score as "printedScore", inspections.computed_score as "computedScore",
    inspections.maximum_score as "maximumScore", inspections.foreword,
    inspections.document_id as "documentId", inspections.created_at as "createdAt"
  from inspections
  where inspections.partnership_id = :partnership`

const INSPECTIONS = sql<Inspection>`
  ${INSPECTION}
  order by coalesce(inspections.published, inspections.fieldwork_started, '') desc, inspections.id desc`

/** What a part of an inspection, `part`, is narrowed by and ordered. */
const OF_INSPECTION = sql`
  join inspections on inspections.id = part.inspection_id
  where inspections.id = :inspection and inspections.partnership_id = :partnership
  order by part.position`

const RATED_INSPECTION = {
  inspections: sql<Inspection>`${INSPECTION} and inspections.id = :inspection`,
  ratings: sql<Rating>`
    select part.number, part.name, part.rating, part.line from inspection_ratings as part ${OF_INSPECTION}`,
}

/** Returns the partnership's inspections, the newest first by publication, else by fieldwork. */
export function listInspections(db: Db, here: Here): Promise<Inspection[]> {
  return readAll(db, INSPECTIONS, { partnership: here.partnership.id })
}

/**
 * Returns the inspection with its ratings in order, or undefined if the partnership has none with that id.
 */
export async function findInspection(db: Db, here: Here, id: number): Promise<RatedInspection | undefined> {
  return toInspection(await askAtOnce(db, inspectionAsks(here, id)))
}

/** Returns the queries for an inspection with its ratings. */
export function inspectionAsks(here: Here, id: number) {
  return readsWith(RATED_INSPECTION, { partnership: here.partnership.id, inspection: id })
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

const FINDINGS = sql<StoredFinding>`
  select part.id, part.kind, part.text, part.standard, part.section, part.line
  from findings as part ${OF_INSPECTION}`

/** Returns the query for the inspection's strengths and areas for improvement in the order of the report. */
export function findingsAsk(here: Here, inspectionId: number): ReadWith<StoredFinding> {
  return readWith(FINDINGS, { partnership: here.partnership.id, inspection: inspectionId })
}

const RECOMMENDED = sql<StoredRecommendation>`
  select part.id, part.number, part.addressee, part.text, part.deadline, part.line
  from inspection_recommendations as part ${OF_INSPECTION}`

/** Returns what the inspectorate recommended, in the order of the report. */
export function listInspectionRecommendations(
  db: Db,
  here: Here,
  inspectionId: number,
): Promise<StoredRecommendation[]> {
  return readAll(db, RECOMMENDED, { partnership: here.partnership.id, inspection: inspectionId })
}

interface StoredRecommendation extends InspectionRecommendation {
  id: number
}

/** Returns the query for what listInspectionRecommendations gives. */
export function inspectionRecommendationsAsk(
  here: Here,
  inspectionId: number,
): ReadWith<StoredRecommendation> {
  return readWith(RECOMMENDED, { partnership: here.partnership.id, inspection: inspectionId })
}

const KEY_QUESTIONS = sql<KeyQuestion>`
  select part.standard, part.question, part.percent, part.line
  from inspection_key_questions as part ${OF_INSPECTION}`

/**
 * Returns the query for the inspection's key questions with their percentages, in the order of the report.
 */
export function keyQuestionsAsk(here: Here, inspectionId: number): ReadWith<KeyQuestion> {
  return readWith(KEY_QUESTIONS, { partnership: here.partnership.id, inspection: inspectionId })
}
