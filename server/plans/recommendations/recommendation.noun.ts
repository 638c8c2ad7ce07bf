import { namedRow, type Noun } from '../../shared/noun.ts'

interface RowName {
  id: number
  number: number
  slug: string
  title: string
}

export const recommendationNoun: Noun = {
  name: 'recommendation',
  tables: [
    {
      name: 'recommendations',
      holds: { addressee: 'words', deadline: 'words', created_at: 'moment' },
      row: namedRow<RowName>({
        from: 'recommendations t JOIN plans p ON p.id = t.plan_id',
        partnership: 't.partnership_id',
        columns: { id: 't.id', number: 't.number', slug: 'p.slug', title: 'p.title' },
        name: ({ number, slug, title }) => ({
          text: `Recommendation ${number} of ${title}`,
          path: `/plans/${slug}/recommendations/${number}`,
        }),
        keys: ['recommendationId', 'recommendation_id'],
      }),
    },
    { name: 'recommendation_wordings', holds: { text: 'words', written_at: 'moment' } },
    {
      name: 'recommendation_responses',
      holds: { response: 'code', reason: 'words', responded_at: 'moment' },
    },
    { name: 'champions', holds: { side: 'code', from_at: 'moment', until_at: 'moment' } },
    {
      name: 'agreed_rags',
      holds: {
        rag: 'code',
        reported_rag: 'code',
        quotes_json: 'words in JSON',
        reason: 'words',
        agreed_on: 'day',
        recorded_at: 'moment',
      },
    },
    {
      name: 'key_lines',
      holds: { text: 'words', reference: 'words', from_at: 'moment', until_at: 'moment' },
      row: namedRow<RowName>({
        from: 'key_lines t JOIN recommendations r ON r.id = t.recommendation_id JOIN plans p ON p.id = r.plan_id',
        partnership: 'r.partnership_id',
        columns: { id: 't.id', number: 'r.number', slug: 'p.slug', title: 'p.title' },
        name: ({ number, slug, title }) => ({
          text: `Key line of recommendation ${number} of ${title}`,
          path: `/plans/${slug}/recommendations/${number}`,
        }),
      }),
    },
  ],
}
