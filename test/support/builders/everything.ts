import { addOneTimeLink } from '../../../server/accounts/one-time-link.store.ts'
import { recordAudit } from '../../../server/audit/audit.ts'
import type { Db } from '../../../server/database/database.ts'
import { addDocument } from '../../../server/documents/document.store.ts'
import { emptyReading } from '../../../server/inspections/reading.rules.ts'
import { addReportReading } from '../../../server/inspections/report-reading.store.ts'
import { addReportImport } from '../../../server/inspections/report-import.store.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import { fixMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { addInvitation } from '../../../server/members/invitation.store.ts'
import { listOpenLinks } from '../../../server/members/open-link.store.ts'
import { addTestAction, addTestUpdate } from './actions.ts'
import { addMember, type Cast } from '../cast.ts'
import { addTestInspection, hereFor } from './inspections.ts'
import { addTestLogo } from './logos.ts'
import { addTestMeeting } from './meetings.ts'
import { addTestPlan, NOBODY_NEW, planAt } from './plans.ts'
import { addTestPrintJob } from './print-jobs.ts'
import { addTestReport, addTestTemplate, issueTestReport } from './reports.ts'
import { addTestRound } from './rounds.ts'
import { addAgency } from '../../../server/people/agency.store.ts'
import { endSetAside, listSetAsides, setAside } from '../../../server/plans/coverage/set-aside.store.ts'
import { changeChampions } from '../../../server/plans/recommendations/champion.store.ts'
import { findRecommendation } from '../../../server/plans/recommendations/recommendation.store.ts'
import { addEvidence } from '../../../server/plans/updates/evidence.store.ts'
import { machineClock } from '../../../server/shared/clock.ts'

/**
 * What stands in the place of a parameter of a path. Records that a form uses up are added anew each time
 * they are asked for.
 */
type Place = string | number | (() => Promise<string | number>)

/** One of everything that Northmoor can have, by the names of the parameters of paths. */
export type Everything = Record<string, Place>

/**
 * Adds a plan with an inspection, an action that Sophie owns under a recommendation that Bronwen champions,
 * Sophie's update with a file, and a member who can lose access.
 */
export async function addEverything(db: Db, cast: Cast): Promise<Everything> {
  const { hasan, amina, sophie, bronwen } = cast
  const here = await hereFor(db, hasan)
  const administrator = await hereFor(db, amina)
  const documentId = await db.transaction((trx) =>
    addDocument(
      trx,
      here,
      {
        fileName: 'minutes.txt',
        mediaType: 'text/plain',
        content: Buffer.from('What was agreed.'),
      },
      machineClock(),
    ),
  )
  const inspected = await addTestInspection(db, hasan, { documentId })
  const testPlan = await addTestPlan(db, hasan, { slug: '2026-27' })
  const recommendation = testPlan.recommendationIds[0]!
  const { here: began, plan } = await planAt(db, hasan, testPlan.id, '2026-01-05T09:00:00.000Z')
  const row = (await findRecommendation(db, began, plan, 1))!
  const champion = { side: 'board', personId: bronwen.personId, agencyId: null } as const
  await changeChampions(db, began, row, [champion], NOBODY_NEW)
  const action = await addTestAction(db, hasan, recommendation, { owners: [{ personId: sophie.personId }] })
  // Rounds go on asking for one when requests at random have withdrawn the other.
  await addTestAction(db, hasan, recommendation, { owners: [{ personId: sophie.personId }] })
  const update = await addTestUpdate(db, sophie, action, {
    rag: 'blue',
    evidenceUrl: 'https://example.org/note',
  })
  const file = { fileName: 'note.txt', mediaType: 'text/plain', content: Buffer.from('What was agreed.') }
  const minutes = { title: 'Minutes', datedOn: null, url: '', file }
  await db.transaction(async (trx) => {
    const hers = await hereFor(trx, sophie)
    const at = '2026-11-02T10:00:00.000Z'
    await addEvidence(trx, hers, update, minutes, at)
    await recordAudit(trx, {
      at,
      partnershipId: cast.northmoor.id,
      accountId: sophie.accountId,
      event: 'evidence added',
      subject: 'progress_updates',
      subjectId: update,
      wrote: { evidence: { progress_update_id: update } },
    })
  })
  const evidence = await db('evidence').max<{ id: number }>('id as id').first()
  const meinir = await addMember(db, cast.northmoor.id, 'Meinir Member', ['observer'])
  const membership = await db('memberships')
    .where({ account_id: meinir.accountId })
    .first<{ id: number }>('id')
  const agency = await addAgency(db, administrator, { name: 'Northmoor Police', statutory: true })
  const line = await db('key_lines').where({ recommendation_id: recommendation }).first<{ id: number }>('id')
  const finding = testPlan.inspection!.findingIds[1]!
  const meeting = await addTestMeeting(db, hasan)
  const session = await addTestMeeting(db, hasan, { heldOn: '2026-11-03', state: 'in_session' })
  const minuted = await addTestMeeting(db, hasan, { heldOn: '2026-08-04', state: 'draft_minutes' })
  await db.transaction(async (trx) => {
    const ended = await findMeeting(trx, here, minuted.id)
    await fixMinutes(trx, here, ended!, '2026-08-05T09:00:00.000Z')
  })
  const report = await addTestReport(db, hasan)
  await issueTestReport(db, hasan, report)
  const template = await addTestTemplate(db, hasan)
  const section = await db('report_template_sections')
    .where({ template_id: template.id })
    .first<{ id: number }>('id')

  await addTestLogo(db, amina)
  const job = await addTestPrintJob(db, hasan, { state: 'ready' })

  return {
    slug: 'northmoor',
    // Its address is one of the things a form can change.
    plan: async () => (await db('plans').where({ id: plan.id }).first<{ slug: string }>('slug')).slug,
    number: 1,
    line: line.id,
    finding,
    action,
    update,
    evidence: evidence!.id,
    kind: 'update',
    record: action,
    round: () => addTestRound(db, hasan, { planId: plan.id }),
    inspection: inspected.id,
    meeting: meeting.id,
    other: 'today',
    item: meeting.items[0]!.id,
    sessionMeeting: session.id,
    sessionItem: session.items[0]!.id,
    minutedMeeting: minuted.id,
    report: report.id,
    section: async () => {
      const [last] = await db('report_sections')
        .where({ report_id: report.id })
        .whereNull('removed_at')
        .orderBy('position', 'desc')
        .limit(1)
        .pluck<number[]>('id')
      return last!
    },
    template: template.id,
    templateSection: section.id,
    job,
    person: cast.olive.personId,
    agency,
    member: membership.id,
    id: async () => {
      const there = (await listSetAsides(db, began, plan)).find(({ findingId }) => findingId === finding)
      if (there !== undefined) await endSetAside(db, began, plan, there)
      await setAside(db, began, plan, finding, 'Put right before the report came out')
      return (await listSetAsides(db, began, plan)).find(({ findingId }) => findingId === finding)!.id
    },
    reading: await addReportReading(db, here, 'report.pdf'),
    import: () =>
      addReportImport(db, here, {
        document: null,
        lines: [],
        reading: emptyReading('Northmoor Youth Justice Service', 'hmip-youth-2021'),
      }),
    link: async () => {
      await addInvitation(db, administrator, {
        email: 'ivy@example.org',
        roles: ['observer'],
        personId: null,
      })
      return (await listOpenLinks(db, administrator))[0]!.id
    },
    invitationsToken: () => addOneTimeLink(db, { purpose: 'first_administrator', days: 7 }, machineClock()),
    passwordResetToken: () =>
      addOneTimeLink(db, { purpose: 'password_reset', days: 2, accountId: meinir.accountId }, machineClock()),
  }
}

/** Gives the same records for every request: forms are found by the address they post to. */
export async function settled(everything: Everything): Promise<Everything> {
  const entries = Object.entries(everything).map(async ([name, place]) => [
    name,
    typeof place === 'function' ? await place() : place,
  ])
  return Object.fromEntries(await Promise.all(entries)) as Everything
}

/** Puts parameters into a path such as `/partnerships/:slug/plans/:plan`. */
export async function pathWith(path: string, everything: Everything): Promise<string> {
  const parts = path.split('/').map(async (part) => {
    const [, name, ending = ''] = /^:(\w+)(\.\w+)?$/.exec(part) ?? []
    if (name === undefined) return part
    const place = everything[parameterOf(path, name)]
    if (place === undefined) throw new Error(`nothing to put for ${part} in ${path}`)
    return encodeURIComponent(typeof place === 'function' ? await place() : place) + ending
  })
  return (await Promise.all(parts)).join('/')
}

/**
 * Two kinds of links have a token, and a meeting has to be in session, or over with its minutes finalised, for
 * some pages; every other parameter has one meaning.
 */
function parameterOf(path: string, name: string): string {
  if (name === 'token') return path.startsWith('/invitations/') ? 'invitationsToken' : 'passwordResetToken'
  if (/:meeting\/(session|ending|minutes)/.test(path)) {
    if (name === 'meeting') return 'sessionMeeting'
    if (name === 'item') return 'sessionItem'
  }
  return name === 'meeting' && /\/(addenda$|snapshot\.)/.test(path) ? 'minutedMeeting' : name
}
