import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { forgetSentDraftsOfMany } from '../../drafts/draft.store.ts'
import { change } from '../../audit/change.ts'
import { fieldVersion, type Seen } from '../../shared/merged-fields.ts'
import type { DraftedSentence } from '../drafting/drafting.ts'
import { listReportSections, type Report, type ReportSection } from './report.store.ts'
import { mergeSection } from './section-text.rules.ts'

/** What somebody wrote in a section, with what the form carried beside it. */
export interface WrittenSection {
  id: number
  text: string
  seen: Seen
  /** The part of the form that is about it, as it was posted: its drafts are forgotten. */
  posted?: Readonly<Record<string, unknown>>
}

/** A draft that takes the place of what a section says. */
export interface NewDraft {
  sectionId: number
  text: string
  drafted: DraftedSentence[][]
}

/**
 * Saves what was written as the next version of each section that says something else now; one that the form left as
 * it was opened stays as it is. Then puts the new draft, where there is one, in the place of what its section says.
 * Nothing is saved where somebody else has changed the same section in the meantime and nobody has chosen, or has
 * removed one that was written in: gives the ids of those.
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
    const merged = written.map((one) => ({ ...one, becomes: becomes(sections.get(one.id), one) }))
    const conflicts = merged.filter(({ becomes }) => becomes === 'conflict').map(({ id }) => id)
    const gone = merged.filter(({ becomes }) => becomes === 'gone').map(({ id }) => id)
    const drafted = draft && sections.get(draft.sectionId)
    if (drafted !== undefined && !conflicts.includes(drafted.id)) {
      // A new draft takes the place of words that its writer has seen.
      const seen = written.find(({ id }) => id === drafted.id)?.seen
      if (seen !== undefined && seen.choice === undefined && seen.opened !== fieldVersion(drafted.text))
        conflicts.push(drafted.id)
    }
    if (conflicts.length + gone.length > 0) return { conflicts, gone }
    const texts = merged.flatMap(({ id, becomes }) => {
      const section = sections.get(id)
      return section === undefined || typeof becomes === 'string' || becomes.text === section.text
        ? []
        : [nextText(section, becomes.text, section.drafted)]
    })
    await addTexts(trx, here, report, texts, at)
    if (drafted !== undefined) {
      const written = texts.some(({ section }) => section.id === drafted.id) ? 1 : 0
      const section = { ...drafted, version: drafted.version + written }
      await addTexts(trx, here, report, [nextText(section, draft?.text ?? '', draft?.drafted ?? [])], at)
    }
    const posted = new Map(written.map(({ id, posted = {} }) => [id, posted]))
    await forgetSentDraftsOfMany(trx, here, 'section', posted)
    return { conflicts: [], gone: [] }
  })
}

/** What a section says after a save: a removed one that was only opened loses nothing. */
function becomes(
  section: ReportSection | undefined,
  written: WrittenSection,
): { text: string } | 'conflict' | 'gone' {
  if (section === undefined)
    return fieldVersion(written.text) === (written.seen.opened ?? '') ? { text: '' } : 'gone'
  const { text, conflict } = mergeSection(section.text, written)
  return conflict === undefined ? { text } : 'conflict'
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
