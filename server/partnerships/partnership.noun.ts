import { namedRow, type Noun, type Permission } from '../shared/noun.ts'
import { ROLES } from '../shared/role.ts'

const seePartnership: Permission = {
  words: 'See the plans, actions, inspections, people and documents',
  roles: ROLES,
}

export const partnershipNoun: Noun = {
  name: 'partnership',
  tables: [
    {
      name: 'partnerships',
      holds: {
        slug: 'address',
        name: 'words',
        service_name: 'words',
        council_name: 'words',
        colour: 'code',
        created_at: 'moment',
      },
      row: namedRow<{ id: number; name: string }>({
        from: 'partnerships t',
        partnership: 't.id',
        columns: { id: 't.id', name: 't.name' },
        name: ({ name }) => ({ text: name, path: '/settings' }),
      }),
    },
  ],
  navigation: { text: 'Board home', path: '', place: 10 },
  permissions: { seePartnership },
}
