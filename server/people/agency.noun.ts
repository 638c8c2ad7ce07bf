import { namedRow, type Noun } from '../shared/noun.ts'

export const agencyNoun: Noun = {
  name: 'agency',
  tables: [
    {
      name: 'agencies',
      holds: { name: 'words' },
      row: namedRow<{ id: number; name: string }>({
        from: 'agencies t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', name: 't.name' },
        name: ({ name }) => ({ text: name, path: undefined }),
        keys: ['agencyId'],
      }),
    },
  ],
}
