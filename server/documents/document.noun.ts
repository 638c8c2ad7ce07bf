import { namedRow, type Noun } from '../shared/noun.ts'

export const documentNoun: Noun = {
  name: 'document',
  tables: [
    {
      name: 'documents',
      holds: {
        file_name: 'words',
        media_type: 'code',
        sha256: 'hash',
        content: 'file',
        uploaded_at: 'moment',
      },
      row: namedRow<{ id: number; fileName: string }>({
        from: 'documents t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', fileName: 't.file_name' },
        name: ({ fileName }) => ({ text: `File “${fileName}”`, path: undefined }),
      }),
    },
  ],
}
