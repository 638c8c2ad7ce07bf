import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import type { DraftedSentence } from '../drafting/drafting.ts'
import type { Numbering, Opening, TemplateSection } from '../templates/template.rules.ts'

/** What stands at the top of a report and at its end; the officer can change it until it is issued, and after. */
export interface ReportFacts {
  committee: string
  /** The day of the committee's meeting, YYYY-MM-DD. */
  meetsOn: string | null
  reportOf: string
  subject: string
  status: 'open' | 'exempt'
  /** The ground in full, "paragraph 2 of Part 1 of Schedule 12A …"; '' where it is open. */
  exemptParagraph: string
  /** The day from which it may be public, YYYY-MM-DD. */
  embargoUntil: string | null
  signedBy: string
  /** Whom to ask, in lines. */
  contact: string
}

export interface Report extends ReportFacts {
  id: number
  planId: number
  planSlug: string
  planTitle: string
  /** The meeting whose snapshot it reports; null where no meeting had agreed anything yet. */
  meeting: { id: number; heldOn: string } | null
  /** As they were in the template when the report was begun. */
  templateName: string
  numbering: Numbering
  opening: Opening
  /** That of the facts: the sections have versions of their own. */
  version: number
  createdBy: string
  createdAt: string
  /** The newest version that was issued. */
  issued: IssuedVersion | null
  /** Since when it is archived, and by whom; null where it stands in the list. */
  archived: { by: string; at: string } | null
}

interface IssuedVersion {
  number: number
  status: 'open' | 'exempt'
  /** YYYY-MM-DD. */
  embargoUntil: string | null
  issuedAt: string
}

/** A section as it stands: its newest text. */
export interface ReportSection extends TemplateSection {
  id: number
  position: number
  text: string
  version: number
  /** What the product drafted for it, by paragraphs. */
  drafted: DraftedSentence[][]
  savedBy: string
  savedAt: string
}

/** Returns the partnership's reports, the newest first. */
export function listReports(db: Db, here: Here): Promise<Report[]> {
  return reports(db, here, (query) => query)
}

/** Returns the report, or undefined if the partnership has none with that id. */
export async function findReport(db: Db, here: Here, id: number): Promise<Report | undefined> {
  return (await reports(db, here, (query) => query.where('r.id', id)))[0]
}

/** Returns the sections that stand in a report, in order, each with its newest text. */
export async function listReportSections(
  db: Db,
  here: Here,
  report: Pick<Report, 'id'>,
): Promise<ReportSection[]> {
  const { sections } = await askAtOnce(db, { sections: sectionsAsk(db, here, report) })
  return sections.map((row) => toSection(here, row))
}

/** A section as it is stored. */
interface SectionRow extends Omit<
  ByAccount<ReportSection, 'savedBy'>,
  'officersOnly' | 'numbered' | 'drafted'
> {
  officersOnly: boolean | number
  numbered: boolean | number
  draftedJson: string
}

/** Asks for the sections that stand in a report, in order, each with its newest text. */
export function sectionsAsk(db: Db, here: Here, report: Pick<Report, 'id'>): Ask<SectionRow> {
  const sections = db('report_sections as s')
    .join('reports as r', 'r.id', 's.report_id')
    .join('report_texts as t', 't.section_id', 's.id')
    .where({ 'r.id': report.id, 'r.partnership_id': here.partnership.id })
    .whereNull('s.removed_at')
    .whereRaw('t.version = (select max(version) from report_texts where section_id = s.id)')
    .orderBy(['s.position', 's.id'])
  return ask(sections, {
    id: 's.id',
    position: 's.position',
    heading: 's.heading',
    drafts: 's.drafts',
    hint: 's.hint',
    officersOnly: 's.officers_only',
    numbered: 's.numbered',
    text: 't.text',
    version: 't.version',
    draftedJson: 't.drafted_json',
    savedBy: 't.saved_by',
    savedAt: 't.saved_at',
  })
}

/** Returns a section, as sectionsAsk asks for it. */
export function toSection({ who }: Pick<Here, 'who'>, { draftedJson, ...row }: SectionRow): ReportSection {
  return {
    ...row,
    savedBy: who(row.savedBy, row.savedAt),
    officersOnly: Boolean(row.officersOnly),
    numbered: Boolean(row.numbered),
    drafted: JSON.parse(draftedJson) as DraftedSentence[][],
  }
}

interface ReportRow extends Omit<ByAccount<Report, 'createdBy'>, 'meeting' | 'issued' | 'archived'> {
  meetingId: number | null
  heldOn: string | null
  issuedNumber: number | null
  issuedStatus: IssuedVersion['status'] | null
  issuedEmbargo: string | null
  issuedAt: string | null
  archivedBy: number | null
  archivedAt: string | null
}

type Reports = ReturnType<typeof rowsOf>

async function reports(db: Db, here: Here, which: (query: Reports) => Reports): Promise<Report[]> {
  const rows: ReportRow[] = await which(rowsOf(db, here))
  return rows.map((row) => toReport(here, row))
}

function toReport({ who }: Here, { meetingId, heldOn, archivedBy, archivedAt, ...row }: ReportRow): Report {
  const { issuedNumber, issuedStatus, issuedEmbargo, issuedAt, ...report } = row
  const issued =
    issuedNumber === null || issuedStatus === null || issuedAt === null
      ? null
      : { number: issuedNumber, status: issuedStatus, embargoUntil: issuedEmbargo, issuedAt }
  return {
    ...report,
    createdBy: who(report.createdBy, report.createdAt),
    // What was issued stays in the list, whatever was done before.
    archived:
      archivedAt === null || issued !== null
        ? null
        : { by: whoIfAny(who, archivedBy, archivedAt) ?? '', at: archivedAt },
    meeting: meetingId === null ? null : { id: meetingId, heldOn: heldOn ?? '' },
    issued,
  }
}

function rowsOf(db: Db, here: Here) {
  const newest = db('report_issues as n').where('n.report_id', db.ref('r.id')).max('n.number')
  return (
    db('reports as r')
      .join('plans as p', 'p.id', 'r.plan_id')
      .leftJoin('meetings as m', 'm.id', 'r.meeting_id')
      // Without the papers themselves, which are long.
      .leftJoin('report_issues as i', (on) =>
        on.on('i.report_id', 'r.id').andOn('i.number', db.raw('(?)', [newest])),
      )
      .where('r.partnership_id', here.partnership.id)
      .orderBy('r.id', 'desc')
      .select<ReportRow[]>(
        'r.id',
        'r.plan_id as planId',
        'p.slug as planSlug',
        'p.title as planTitle',
        'r.meeting_id as meetingId',
        'm.held_on as heldOn',
        'r.template_name as templateName',
        'r.numbering',
        'r.opening',
        'r.committee',
        'r.meets_on as meetsOn',
        'r.report_of as reportOf',
        'r.subject',
        'r.status',
        'r.exempt_paragraph as exemptParagraph',
        'r.embargo_until as embargoUntil',
        'r.signed_by as signedBy',
        'r.contact',
        'r.version',
        'r.created_by as createdBy',
        'r.created_at as createdAt',
        'r.set_aside_by as archivedBy',
        'r.set_aside_at as archivedAt',
        'i.number as issuedNumber',
        'i.status as issuedStatus',
        'i.embargo_until as issuedEmbargo',
        'i.issued_at as issuedAt',
      )
  )
}
