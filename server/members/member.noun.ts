import { namedRow, type Noun, type Permission } from '../shared/noun.ts'

export const manageAccounts: Permission = {
  words: 'Invite people to sign in, give them roles, end their access',
  roles: ['administrator'],
}

export const memberNoun: Noun = {
  name: 'member',
  tables: [
    {
      name: 'memberships',
      holds: { ended_at: 'moment' },
      row: namedRow<{ id: number; name: string }>({
        from: 'memberships t JOIN accounts a ON a.id = t.account_id',
        partnership: 't.partnership_id',
        columns: { id: 't.id', name: 'a.name' },
        name: ({ id, name }) => ({ text: name, path: `/settings/members/${id}` }),
      }),
    },
    { name: 'membership_roles', holds: { role: 'code' } },
  ],
  permissions: { manageAccounts },
}
