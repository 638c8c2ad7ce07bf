import { namedRow, type Noun, type Permission } from '../shared/noun.ts'

export const changeSettings: Permission = {
  words:
    'Change the names, the colour, the logo, the RAG words, the quorum and whether updates need acceptance',
  roles: ['administrator'],
}

export const settingsNoun: Noun = {
  name: 'settings',
  tables: [
    { name: 'rag_words', holds: { rag: 'code', word: 'words', meaning: 'words' } },
    {
      name: 'logos',
      holds: {
        file_name: 'words',
        alternative: 'words',
        png: 'file',
        uploaded_at: 'moment',
        removed_at: 'moment',
      },
      row: namedRow<{ id: number; fileName: string }>({
        from: 'logos t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', fileName: 't.file_name' },
        name: ({ fileName }) => ({ text: `Logo “${fileName}”`, path: '/settings' }),
      }),
    },
  ],
  navigation: { text: 'Settings', path: '/settings', place: 80, needs: changeSettings },
  permissions: { changeSettings },
}
