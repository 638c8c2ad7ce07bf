import { namedRow, type Noun } from '../shared/noun.ts'

export const reportImportNoun: Noun = {
  name: 'report import',
  tables: [
    {
      name: 'report_imports',
      holds: {
        report_text: 'words',
        reading_json: 'words in JSON',
        created_at: 'moment',
        finished_at: 'moment',
        outcome: 'code',
      },
      row: namedRow<{ id: number; fileName: string | null }>({
        from: 'report_imports t LEFT JOIN documents d ON d.id = t.document_id',
        partnership: 't.partnership_id',
        columns: { id: 't.id', fileName: 'd.file_name' },
        // Without a file it was typed in, or discarded with its file.
        name: ({ fileName }) => ({
          text: fileName === null ? 'Inspection report' : `Inspection report “${fileName}”`,
          path: undefined,
        }),
      }),
    },
  ],
}
