import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { findFramework } from './frameworks/framework.ts'
import { computeScore } from './frameworks/rating.ts'
import type {
  Finding,
  InspectionFacts,
  InspectionRecommendation,
  KeyQuestion,
  Rating,
} from './inspection.store.ts'

export interface NewInspection extends InspectionFacts {
  ratings: Rating[]
  keyQuestions: KeyQuestion[]
  recommendations: InspectionRecommendation[]
  findings: Finding[]
  documentId: number | null
  reportImportId: number | null
}

/** Saves an inspection with all it says, inside the caller's transaction, and returns its id. */
export async function addInspection(
  trx: Db,
  here: Here,
  inspection: NewInspection,
  at: string,
): Promise<number> {
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
      created_at: at,
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new inspection has no id')
  await addParts(trx, 'inspection_ratings', row.id, ratings)
  await addParts(trx, 'inspection_key_questions', row.id, keyQuestions)
  await addParts(trx, 'inspection_recommendations', row.id, recommendations)
  await addParts(trx, 'findings', row.id, findings)
  await recordAudit(trx, {
    at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'inspection saved',
    subject: 'inspections',
    subjectId: row.id,
    wrote: {
      inspection_ratings: { inspection_id: row.id },
      inspection_key_questions: { inspection_id: row.id },
      inspection_recommendations: { inspection_id: row.id },
      findings: { inspection_id: row.id },
      ...(reportImportId === null ? {} : { report_imports: { id: reportImportId } }),
    },
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
