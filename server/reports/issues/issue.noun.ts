import type { Noun } from '../../shared/noun.ts'

/** What went out; in the audit it is the report's. */
export const issueNoun: Noun = {
  name: 'issued report',
  tables: [
    {
      name: 'report_issues',
      holds: {
        paper_json: 'words in JSON',
        words_json: 'words in JSON',
        sha256: 'hash',
        public_paper_json: 'words in JSON',
        public_words_json: 'words in JSON',
        public_sha256: 'hash',
        status: 'code',
        exempt_paragraph: 'words',
        embargo_until: 'day',
        issued_at: 'moment',
      },
    },
  ],
}
