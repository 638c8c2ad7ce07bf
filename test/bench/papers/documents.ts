import { addCast, type CastMember } from '../../support/cast.ts'
import { addLargePlan } from '../../support/builders/large-plan.ts'
import { addTestMeeting } from '../../support/builders/meetings.ts'
import { openDatabase } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'

/** A document that is measured: what it is made of stands in the database of the benchmark. */
export interface BenchDocument {
  kind: 'plan' | 'pack'
  recommendations: number
  actions: number
  /** Where the plan is, and the meeting that has the pack. */
  planSlug: string
  meetingId: number
  member: CastMember
}

/** Each as it is expected, and with ten times the actions. */
const SIZES = [
  { kind: 'plan', recommendations: 9, actions: 40 },
  { kind: 'plan', recommendations: 9, actions: 400 },
  { kind: 'pack', recommendations: 20, actions: 200 },
  { kind: 'pack', recommendations: 20, actions: 2000 },
] as const

/** Fills a new database with the plans that are measured, the same each time. */
export async function fillDocuments(databaseUrl: string): Promise<BenchDocument[]> {
  const db = openDatabase(databaseUrl)
  try {
    await migrate(db)
    const { hasan } = await addCast(db)
    const documents: BenchDocument[] = []
    for (const [index, size] of SIZES.entries()) {
      const plan = await addLargePlan(db, hasan, { ...size, slug: `${size.kind}-${size.actions}` })
      const heldOn = `2099-0${index + 1}-04`
      const meeting = await addTestMeeting(db, hasan, { planId: plan.id, heldOn })
      documents.push({ ...size, planSlug: plan.slug, meetingId: meeting.id, member: hasan })
    }
    return documents
  } finally {
    await db.destroy()
  }
}
