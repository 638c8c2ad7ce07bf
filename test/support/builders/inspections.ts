import { findAccount } from '../../../server/accounts/account.store.ts'
import type { Db } from '../../../server/database/database.ts'
import { findingsAsk, listInspectionRecommendations } from '../../../server/inspections/inspection.store.ts'
import { addInspection, type NewInspection } from '../../../server/inspections/new-inspection.store.ts'
import { findHere, type Here } from '../../../server/partnerships/here.ts'
import { type Clock, machineClock } from '../../../server/shared/clock.ts'
import { askAtOnce } from '../../../server/database/at-once.ts'
import type { CastMember } from '../cast.ts'

/** Gives what a store needs to know of a member of the cast in a partnership they belong to. */
export async function hereFor(
  db: Db,
  member: CastMember,
  slug = 'northmoor',
  clock: Clock = machineClock,
): Promise<Here> {
  const account = await findAccount(db, member.accountId)
  const here = account && (await findHere(db, account, slug, clock))
  if (here === undefined) throw new Error(`${member.name} is not of ${slug}`)
  return here
}

/** Returns the same in the partnership of this id, with a clock that stands at a moment. */
export async function hereAt(
  db: Db,
  member: CastMember,
  partnershipId: number,
  moment: string,
): Promise<Here> {
  const { slug } = await db('partnerships').where({ id: partnershipId }).first<{ slug: string }>('slug')
  return hereFor(db, member, slug, () => moment)
}

/** An inspection of the 2021 framework, 27 of 36, with two addressees. */
export const northmoorInspection: NewInspection = {
  service: 'Northmoor Youth Justice Service',
  inspectorate: 'HM Inspectorate of Probation',
  framework: 'hmip-youth-2021',
  fieldworkStarted: '2025-03',
  fieldworkEnded: null,
  published: '2025-07-15',
  overallRating: 'Good',
  printedScore: 27,
  foreword: 'Children in Northmoor are well known to the people who work with them.\n\nMore is to be done.',
  ratings: [
    rated('1.1', 'Governance and leadership', 'Good'),
    rated('1.2', 'Staff', 'Good'),
    rated('1.3', 'Partnerships and services', 'Good'),
    rated('1.4', 'Information and facilities', 'Good'),
    rated('2.1', 'Assessment', 'Outstanding'),
    rated('2.2', 'Planning', 'Good'),
    rated('2.3', 'Implementation and delivery', 'Requires improvement'),
    rated('2.4', 'Reviewing', 'Good'),
    rated('3.1', 'Assessment', 'Outstanding'),
    rated('3.2', 'Planning', 'Outstanding'),
    rated('3.3', 'Implementation and delivery', 'Good'),
    rated('3.4', 'Out-of-court disposal policy and provision', 'Outstanding'),
    rated('4.1', 'Resettlement policy and provision', 'Requires improvement'),
  ],
  keyQuestions: [
    { standard: '2.1', question: 'Does assessment keep the child safe?', percent: 86, line: 120 },
    { standard: '2.3', question: 'Does delivery keep other people safe?', percent: 57, line: 131 },
  ],
  recommendations: [
    {
      number: 1,
      addressee: 'Northmoor Youth Justice Service',
      text: 'ask children and their parents or carers what they think of the service and act on it',
      deadline: null,
      line: 60,
    },
    {
      number: 2,
      addressee: 'Northmoor Youth Justice Service',
      text: 'agree with schools who is told when a child is excluded',
      deadline: 'within three months',
      line: 62,
    },
    {
      number: 3,
      addressee: 'The Management Board',
      text: 'make sure that every child who needs speech and language therapy gets it',
      deadline: null,
      line: 65,
    },
  ],
  findings: [
    {
      kind: 'strength',
      text: 'The board has a clear vision that partners share.',
      standard: '1.1',
      section: '1.1. Governance and leadership',
      line: 80,
    },
    {
      kind: 'area_for_improvement',
      text: 'The views of children and parents are not gathered in a planned way.',
      standard: '1.1',
      section: '1.1. Governance and leadership',
      line: 84,
    },
    {
      kind: 'area_for_improvement',
      text: 'Schools do not always tell the service when a child is excluded.',
      standard: '1.3',
      section: '1.3. Partnerships and services',
      line: 92,
    },
    {
      kind: 'area_for_improvement',
      text: 'There is a long wait for speech and language therapy.',
      standard: '1.3',
      section: '1.3. Partnerships and services',
      line: 94,
    },
  ],
  documentId: null,
  reportImportId: null,
}

export interface TestInspection {
  id: number
  /** In the order of the report. */
  recommendationIds: number[]
  findingIds: number[]
}

/** Saves an inspection in the member's partnership; `changes` replace parts of northmoorInspection. */
export async function addTestInspection(
  db: Db,
  member: CastMember,
  changes: Partial<NewInspection> = {},
  slug = 'northmoor',
): Promise<TestInspection> {
  const here = await hereFor(db, member, slug)
  const id = await db.transaction((trx) =>
    addInspection(trx, here, { ...northmoorInspection, ...changes }, here.clock()),
  )
  return {
    id,
    recommendationIds: (await listInspectionRecommendations(db, here, id)).map((row) => row.id),
    findingIds: (await askAtOnce(db, { findings: findingsAsk(here, id) })).findings.map((row) => row.id),
  }
}

function rated(number: string, name: string, rating: string) {
  return { number, name, rating, line: null }
}
