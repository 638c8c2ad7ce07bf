import { namedRow, type Noun } from '../../shared/noun.ts'

export const reportNoun: Noun = {
  name: 'report',
  tables: [
    {
      name: 'reports',
      holds: {
        template_name: 'words',
        numbering: 'code',
        opening: 'code',
        committee: 'words',
        meets_on: 'day',
        report_of: 'words',
        subject: 'words',
        status: 'code',
        exempt_paragraph: 'words',
        embargo_until: 'day',
        signed_by: 'words',
        contact: 'words',
        created_at: 'moment',
        set_aside_at: 'moment',
      },
      row: namedRow<{ id: number; subject: string }>({
        from: 'reports t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', subject: 't.subject' },
        // Drafts are for those who write reports: whoever reads the audit log need not be one.
        name: ({ subject }) => ({ text: `Report “${subject}”`, path: undefined }),
      }),
    },
    {
      name: 'report_sections',
      holds: { heading: 'words', drafts: 'code', hint: 'words', removed_at: 'moment' },
    },
    { name: 'report_texts', holds: { text: 'words', drafted_json: 'words in JSON', saved_at: 'moment' } },
  ],
  navigation: { text: 'Reports', path: '/reports', place: 50 },
}
