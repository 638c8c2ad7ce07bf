import type { Db } from '../../../server/database/database.ts'
import type { Browser } from '../../support/browser.ts'
import type { Cast } from '../../support/cast.ts'
import {
  addBareMeeting,
  type Said,
  saidInPdf,
  saidInWord,
  saidOnPage,
  type SealedFixture,
  storedRecord,
} from '../../support/sealed-records.ts'

/** An issued report of which the public version is sealed beside it; null if there is none. */
export interface SealedReport {
  whole: SealedFixture
  forPublic: SealedFixture | null
}

/** Puts a report as it was issued into a database; gives the path of its first version. */
export async function placeReport(db: Db, cast: Cast, { whole, forPublic }: SealedReport): Promise<string> {
  const { northmoor, hasan } = cast
  const { plan } = await addBareMeeting(db, hasan, northmoor.id, {
    title: 'The plan',
    heldOn: '2026-03-04',
  })
  const [report] = await db('reports')
    .insert({
      partnership_id: northmoor.id,
      plan_id: plan.id,
      meeting_id: null,
      template_name: 'Cover report',
      numbering: 'sections',
      opening: 'table',
      committee: 'Scrutiny',
      meets_on: null,
      report_of: '',
      subject: 'Youth justice',
      status: forPublic === null ? 'exempt' : 'open',
      exempt_paragraph: forPublic === null ? 'paragraph 2' : '',
      embargo_until: null,
      signed_by: '',
      contact: '',
      created_by: hasan.accountId,
      created_at: '2026-05-05T09:00:00.000Z',
    })
    .returning<{ id: number }[]>('id')
  const stored = storedRecord(whole)
  const open = forPublic && storedRecord(forPublic)
  await db('report_issues').insert({
    report_id: report!.id,
    number: 1,
    paper_json: stored.json,
    words_json: stored.words,
    sha256: stored.sha256,
    public_paper_json: open?.json ?? null,
    public_words_json: open?.words ?? null,
    public_sha256: open?.sha256 ?? null,
    status: forPublic === null ? 'exempt' : 'open',
    exempt_paragraph: forPublic === null ? 'paragraph 2' : '',
    embargo_until: null,
    issued_by: hasan.accountId,
    issued_at: '2026-05-06T09:00:00.000Z',
  })
  return `/partnerships/northmoor/reports/${report!.id}/issues/1`
}

/** Gives what an issued report says wherever it can be read. */
export async function reportSays(browser: Browser, path: string, query = ''): Promise<Said> {
  return {
    page: await saidOnPage(browser, `${path}${query}`, 'paper'),
    pdf: await saidInPdf(browser, `${path}.pdf${query}`),
    word: await saidInWord(browser, `${path}.docx${query}`),
  }
}
