import { namedRow, type Noun } from '../shared/noun.ts'

export const accountNoun: Noun = {
  name: 'account',
  tables: [
    {
      name: 'accounts',
      holds: {
        email: 'address',
        name: 'words',
        password_hash: 'key',
        created_at: 'moment',
        disabled_at: 'moment',
      },
      row: namedRow<{ id: number; name: string }>({
        from: 'accounts t JOIN memberships m ON m.account_id = t.id',
        partnership: 'm.partnership_id',
        columns: { id: 't.id', name: 't.name' },
        name: ({ name }) => ({ text: name, path: undefined }),
      }),
    },
    {
      name: 'one_time_links',
      holds: {
        token_hash: 'hash',
        purpose: 'code',
        email: 'address',
        roles_json: 'code',
        created_at: 'moment',
        expires_at: 'moment',
        used_at: 'moment',
        seen_at: 'moment',
      },
      row: namedRow<{ id: number; email: string | null }>({
        from: 'one_time_links t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', email: 't.email' },
        name: ({ email }) => ({ text: email === null ? 'Link' : `Invitation of ${email}`, path: undefined }),
      }),
    },
  ],
}
