import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { DraftedSentence } from '../drafting/drafting.ts'
import { listReportSections, type Report, type ReportSection } from './report.store.ts'

/** What somebody wrote in a section, on the version of it that they saw. */
export interface WrittenSection {
  id: number
  version: number
  text: string
}

/** A draft that takes the place of what a section says. */
export interface NewDraft {
  sectionId: number
  text: string
  drafted: DraftedSentence[][]
}

/**
 * Saves what was written as the next version of each section that says something else now; one that says the same
 * stays. Then puts the new draft, where there is one, in the place of what its section says. Nothing is saved where
 * somebody else has saved one of them in the meantime, or has removed one that was written in: gives the ids of those.
 */
export function saveSections(
  db: Db,
  here: Here,
  report: Pick<Report, 'id'>,
  written: readonly WrittenSection[],
  draft?: NewDraft,
): Promise<{ conflicts: number[]; gone: number[] }> {
  return change(db, here, async (trx, at) => {
    await trx('reports').where({ id: report.id, partnership_id: here.partnership.id }).forUpdate().first('id')
    const sections = new Map((await listReportSections(trx, here, report)).map((one) => [one.id, one]))
    const changed = written.filter(({ id, text }) => sections.get(id)?.text !== text)
    const stale = changed.filter(({ id, version }) => sections.get(id)?.version !== version)
    const untouched = await untouchedIn(trx, stale)
    const refused = stale.map(({ id }) => id).filter((id) => !untouched.has(id))
    if (refused.length > 0) {
      return {
        conflicts: refused.filter((id) => sections.has(id)),
        gone: refused.filter((id) => !sections.has(id)),
      }
    }
    const texts = changed.flatMap(({ id, text }) => {
      const section = untouched.has(id) ? undefined : sections.get(id)
      return section === undefined ? [] : [nextText(section, text, section.drafted)]
    })
    await addTexts(trx, here, report, texts, at)
    const drafted = draft && sections.get(draft.sectionId)
    if (drafted !== undefined) {
      const written = texts.some(({ section }) => section.id === drafted.id) ? 1 : 0
      const section = { ...drafted, version: drafted.version + written }
      await addTexts(trx, here, report, [nextText(section, draft?.text ?? '', draft?.drafted ?? [])], at)
    }
    return { conflicts: [], gone: [] }
  })
}

/**
 * The sections that say in the form what they said in the version it was filled from: somebody else has changed them
 * since, and the writer of this form has not.
 */
async function untouchedIn(trx: Db, stale: readonly WrittenSection[]): Promise<Set<number>> {
  if (stale.length === 0) return new Set()
  const seen = await trx('report_texts')
    .whereIn(
      ['section_id', 'version'],
      stale.map(({ id, version }) => [id, version]),
    )
    .select<{ id: number; text: string }[]>('section_id as id', 'text')
  const texts = new Map(seen.map(({ id, text }) => [id, text]))
  return new Set(stale.filter(({ id, text }) => texts.get(id) === text).map(({ id }) => id))
}

/** A version that a section had. */
export interface SectionVersion {
  version: number
  text: string
  savedBy: string
  savedAt: string
}

/**
 * Returns every version of a section of the report, the newest first; [] if the report has no such section.
 */
export async function listSectionVersions(
  db: Db,
  here: Here,
  report: Pick<Report, 'id'>,
  sectionId: number,
): Promise<SectionVersion[]> {
  const versions = await db('report_texts as t')
    .join('report_sections as s', 's.id', 't.section_id')
    .join('reports as r', 'r.id', 's.report_id')
    .where({ 's.id': sectionId, 'r.id': report.id, 'r.partnership_id': here.partnership.id })
    .orderBy('t.version', 'desc')
    .select<ByAccount<SectionVersion, 'savedBy'>[]>(
      't.version',
      't.text',
      't.saved_by as savedBy',
      't.saved_at as savedAt',
    )
  return versions.map((row) => ({ ...row, savedBy: here.who(row.savedBy, row.savedAt) }))
}

interface NextText {
  section: ReportSection
  version: number
  text: string
  drafted: DraftedSentence[][]
}

function nextText(section: ReportSection, text: string, drafted: DraftedSentence[][]): NextText {
  return { section, version: section.version + 1, text, drafted }
}

async function addTexts(
  trx: Db,
  here: Here,
  report: Pick<Report, 'id'>,
  texts: readonly NextText[],
  at: string,
): Promise<void> {
  if (texts.length === 0) return
  await trx('report_texts').insert(
    texts.map(({ section, version, text, drafted }) => ({
      section_id: section.id,
      version,
      text,
      drafted_json: JSON.stringify(drafted),
      saved_by: here.account.id,
      saved_at: at,
    })),
  )
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'report written',
    subject: 'reports',
    subjectId: report.id,
    wrote: { report_texts: { section_id: texts.map(({ section }) => section.id), saved_at: at } },
    after: { sections: texts.map(({ section, version }) => ({ heading: section.heading, version })) },
    at,
  })
}
