import { day } from '../../web/view-helpers.ts'
import { differing, type TwoTexts } from '../../web/conflicts/both-versions.page.ts'
import { EXEMPT_PARAGRAPHS } from './exemption.rules.ts'
import type { ReportFacts } from './report.store.ts'

/** Returns the choices of the fields of the facts, for the partial `report-facts`. */
export function factChoices() {
  return {
    statusItems: [
      { value: 'open', text: 'Open', hint: 'The public may read it once it is published.' },
      {
        value: 'exempt',
        text: 'Exempt',
        hint: 'It is kept from the public: it gets no public version.',
      },
    ],
    paragraphItems: [
      ...EXEMPT_PARAGRAPHS.map(({ number, words }) => ({
        value: number,
        text: `Paragraph ${number}: ${words}`,
      })),
      { value: 'other', text: 'Another ground, such as a paragraph of the list for Wales' },
    ],
  }
}

/** Returns what was typed beside what somebody else has saved, for the facts in which the two differ. */
export function bothFacts(yours: ReportFacts, saved: ReportFacts): TwoTexts[] {
  return differing(factsInWords(yours), factsInWords(saved))
}

function factsInWords(facts: ReportFacts): Record<string, string> {
  return {
    Committee: facts.committee,
    'Day of its meeting': day(facts.meetsOn) || 'Not known yet',
    'Report of': facts.reportOf,
    Subject: facts.subject,
    Status: statusInWords(facts),
    'Not public before': day(facts.embargoUntil) || 'No embargo',
    'Signed by': facts.signedBy || 'Nobody',
    'Contact officer': facts.contact || 'Nobody',
  }
}

/** Returns the status of a report in words: "Open", or "Exempt under paragraph 2 of …". */
function statusInWords({ status, exemptParagraph }: Pick<ReportFacts, 'status' | 'exemptParagraph'>): string {
  return status === 'open' ? 'Open' : `Exempt under ${exemptParagraph}`
}
