import { namedRow, type Noun, type Permission } from '../../shared/noun.ts'

export const writePlan: Permission = {
  words: 'Make plans; write recommendations, key lines, champions and actions; move target dates',
  roles: ['head_of_service'],
}

export const planNoun: Noun = {
  name: 'plan',
  tables: [
    {
      name: 'plans',
      holds: { slug: 'address', title: 'words', source: 'code', created_at: 'moment' },
      row: namedRow<{ id: number; slug: string; title: string }>({
        from: 'plans t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', slug: 't.slug', title: 't.title' },
        name: ({ slug, title }) => ({ text: title, path: `/plans/${slug}` }),
        keys: ['planId'],
      }),
    },
  ],
  navigation: { text: 'Plans', path: '/plans', place: 20 },
  permissions: { writePlan },
}
