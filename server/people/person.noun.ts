import { namedRow, type Noun, type Permission } from '../shared/noun.ts'

export const managePeople: Permission = {
  words: 'Add and change people and agencies',
  roles: ['administrator', 'head_of_service'],
}

export const personNoun: Noun = {
  name: 'person',
  tables: [
    {
      name: 'people',
      holds: { name: 'words', job_title: 'words', left_on: 'day' },
      row: namedRow<{ id: number; name: string }>({
        from: 'people t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', name: 't.name' },
        name: ({ name }) => ({ text: name, path: undefined }),
        keys: ['personId', 'chairPersonId'],
      }),
    },
  ],
  navigation: { text: 'People', path: '/people', place: 70 },
  permissions: { managePeople },
}
