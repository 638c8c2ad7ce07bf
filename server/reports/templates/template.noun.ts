import { namedRow, type Noun, type Permission } from '../../shared/noun.ts'

/** It stands here because the templates lie below the reports, and both ask it. */
export const writeReports: Permission = {
  words: 'Write scrutiny reports, issue them, and change their templates',
  roles: ['head_of_service', 'chair'],
}

export const templateNoun: Noun = {
  name: 'report template',
  tables: [
    {
      name: 'report_templates',
      holds: {
        name: 'words',
        numbering: 'code',
        opening: 'code',
        created_at: 'moment',
        removed_at: 'moment',
      },
      row: namedRow<{ id: number; name: string }>({
        from: 'report_templates t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', name: 't.name' },
        // Templates are for those who write reports: whoever reads the audit log need not be one.
        name: ({ name }) => ({ text: `Template “${name}”`, path: undefined }),
      }),
    },
    { name: 'report_template_sections', holds: { heading: 'words', drafts: 'code', hint: 'words' } },
  ],
  permissions: { writeReports },
}
