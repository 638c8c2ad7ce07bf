import { type FinancialQuarter, quarterName } from '../shared/financial-quarter.ts'
import { namedRow, type Noun, type Permission } from '../shared/noun.ts'

export const runRounds: Permission = {
  words: 'Open and close the update round of a quarter',
  roles: ['head_of_service'],
}

export const roundNoun: Noun = {
  name: 'update round',
  tables: [
    {
      name: 'update_rounds',
      holds: { closes_on: 'day', opened_at: 'moment', closed_at: 'moment' },
      row: namedRow<FinancialQuarter & { id: number }>({
        from: 'update_rounds t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', year: 't.year', quarter: 't.quarter' },
        name: ({ id, ...quarter }) => ({
          text: `Update round ${quarterName(quarter)}`,
          path: `/rounds/${id}`,
        }),
      }),
    },
    { name: 'round_requests', holds: {} },
  ],
  navigation: { text: 'Update rounds', path: '/rounds', place: 40 },
  permissions: { runRounds },
}
