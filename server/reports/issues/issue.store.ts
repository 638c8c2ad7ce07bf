import type { Db } from '../../database/database.ts'
import { fingerprint, seal, type Unreadable, unseal } from '../../shared/sealed-json.ts'
import type { Paper } from '../../paper/paper.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import {
  loadReportParts,
  type ReportParts,
  toReportDocuments,
  toReportPapers,
} from './report-papers.store.ts'
import { readReportV2 } from './report.paper.ts'
import { readReportV1 } from './report.v1.ts'
import { reportV2 } from './report.v2.ts'
import { findReport, type Report } from '../editor/report.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** A version of a report that went out. */
export interface IssueLine {
  number: number
  status: 'open' | 'exempt'
  exemptParagraph: string
  /** YYYY-MM-DD. */
  embargoUntil: string | null
  issuedBy: string
  issuedAt: string
}

export interface Issue extends IssueLine {
  /** Null if what is stored cannot be read: why, `unreadable` says. */
  paper: Paper | null
  unreadable: Unreadable | null
  /** Null for a reason of its own, and where the report was exempt. */
  publicPaper: Paper | null
  publicUnreadable: Unreadable | null
  /** Of the paper, in hex, as it was stored. */
  sha256: string
}

/** Returns the versions of a report that were issued, the newest first, without what they say. */
export async function listIssues(db: Db, here: Here, report: Pick<Report, 'id'>): Promise<IssueLine[]> {
  const lines = await issues(db, here, report).select<ByAccount<IssueLine, 'issuedBy'>[]>(...LINE)
  return lines.map((line) => ({ ...line, issuedBy: here.who(line.issuedBy, line.issuedAt) }))
}

/**
 * Returns an issued version as it was stored, its checksums checked, or undefined if there is none of that number.
 */
export async function findIssue(
  db: Db,
  here: Here,
  report: Pick<Report, 'id'>,
  number: number,
): Promise<Issue | undefined> {
  const row = await issues(db, here, report)
    .where('i.number', number)
    .first<StoredIssue | undefined>(
      ...LINE,
      'i.paper_json as json',
      'i.words_json as words',
      'i.sha256',
      'i.public_paper_json as publicJson',
      'i.public_words_json as publicWords',
      'i.public_sha256 as publicSha256',
    )
  if (row === undefined) return undefined
  const { json, words, publicJson, publicWords, publicSha256, ...issue } = row
  const whole = unseal({ json, words, sha256: issue.sha256 }, VERSIONS)
  const forPublic =
    publicJson === null || publicSha256 === null
      ? null
      : unseal({ json: publicJson, words: publicWords, sha256: publicSha256 }, VERSIONS)
  return {
    ...issue,
    issuedBy: here.who(issue.issuedBy, issue.issuedAt),
    paper: whole.value,
    unreadable: whole.unreadable,
    publicPaper: forPublic?.value ?? null,
    publicUnreadable: forPublic?.unreadable ?? null,
  }
}

const VERSIONS = { 1: readReportV1, 2: readReportV2 }

interface StoredIssue extends ByAccount<IssueLine, 'issuedBy'> {
  json: string
  words: string | null
  sha256: string
  publicJson: string | null
  publicWords: string | null
  publicSha256: string | null
}

/**
 * Issues a report as its next version: the whole paper and the public one are stored as they are now. `checked` is
 * the fingerprint of the draft that was looked through. Returns the number, or why nothing was issued.
 */
export function issueReport(
  db: Db,
  here: Here,
  reportId: number,
  checked: string,
): Promise<{ number: number } | 'unchanged' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    await trx('reports').where({ id: reportId, partnership_id: here.partnership.id }).forUpdate().first('id')
    const report = await findReport(trx, here, reportId)
    if (report === undefined) throw new Error('the report to issue is not there')
    const parts = await loadReportParts(trx, here, report)
    if (fingerprint(toReportPapers(parts, null)) !== checked) return 'conflict'
    if (await saysTheSame(trx, here, parts)) return 'unchanged'
    const number = (report.issued?.number ?? 0) + 1
    await addIssue(trx, here, parts, { number, issuedAt: at })
    return { number }
  })
}

/** Whether the newest issued version, issued again, would say what is stored, whatever the version it is sealed in. */
async function saysTheSame(trx: Db, here: Here, parts: ReportParts): Promise<boolean> {
  const { report } = parts
  if (report.issued === null) return false
  const last = await findIssue(trx, here, report, report.issued.number)
  if (last?.paper == null) return false
  const { paper, publicPaper } = last
  return fingerprint(toReportPapers(parts, report.issued)) === fingerprint({ paper, publicPaper })
}

/** Stores a version of a report inside the caller's transaction. */
export async function addIssue(
  trx: Db,
  here: Here,
  parts: ReportParts,
  issue: { number: number; issuedAt: string },
): Promise<void> {
  const { report } = parts
  const documents = toReportDocuments(parts, issue)
  const whole = seal(reportV2.parse(documents.whole))
  const forPublic = documents.forPublic === null ? null : seal(reportV2.parse(documents.forPublic))
  await trx('report_issues').insert({
    report_id: report.id,
    number: issue.number,
    paper_json: whole.json,
    words_json: whole.words,
    sha256: whole.sha256,
    public_paper_json: forPublic?.json ?? null,
    public_words_json: forPublic?.words ?? null,
    public_sha256: forPublic?.sha256 ?? null,
    status: report.status,
    exempt_paragraph: report.exemptParagraph,
    embargo_until: report.embargoUntil,
    issued_by: here.account.id,
    issued_at: issue.issuedAt,
  })
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'report issued',
    subject: 'reports',
    subjectId: report.id,
    wrote: { report_issues: { report_id: report.id, number: issue.number } },
    after: { number: issue.number, sha256: whole.sha256, publicSha256: forPublic?.sha256 ?? null },
    at: issue.issuedAt,
  })
}

const LINE = [
  'i.number',
  'i.status',
  'i.exempt_paragraph as exemptParagraph',
  'i.embargo_until as embargoUntil',
  'i.issued_by as issuedBy',
  'i.issued_at as issuedAt',
]

function issues(db: Db, here: Here, report: Pick<Report, 'id'>) {
  return db('report_issues as i')
    .join('reports as r', 'r.id', 'i.report_id')
    .where({ 'r.id': report.id, 'r.partnership_id': here.partnership.id })
    .orderBy('i.number', 'desc')
}
