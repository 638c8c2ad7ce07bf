import type { Noun } from '../shared/noun.ts'

export const draftNoun: Noun = {
  name: 'draft',
  tables: [
    {
      name: 'drafts',
      holds: {
        kind: 'code',
        field: 'key',
        value: 'words',
        opened: 'hash',
        page: 'key',
        saved_at: 'moment',
      },
    },
  ],
}
