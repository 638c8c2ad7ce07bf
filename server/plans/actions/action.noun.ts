import { namedRow, type Noun } from '../../shared/noun.ts'

export const actionNoun: Noun = {
  name: 'action',
  tables: [
    {
      name: 'actions',
      holds: { created_at: 'moment' },
      row: namedRow<{ id: number; number: number; position: number }>({
        from: 'actions t JOIN recommendations r ON r.id = t.recommendation_id',
        partnership: 't.partnership_id',
        columns: { id: 't.id', number: 'r.number', position: 't.position' },
        name: ({ id, number, position }) => ({
          text: `Action ${number}.${position}`,
          path: `/actions/${id}`,
        }),
        keys: ['actionId'],
      }),
    },
    {
      name: 'action_wordings',
      holds: {
        description: 'words',
        desired_outcome: 'words',
        success_measure: 'words',
        baseline: 'words',
        target: 'words',
        written_at: 'moment',
      },
    },
    { name: 'action_owners', holds: { from_at: 'moment', until_at: 'moment' } },
    {
      name: 'action_dates',
      holds: { starts_on: 'day', target_on: 'day', reason: 'words', set_at: 'moment' },
    },
    { name: 'action_withdrawals', holds: { reason: 'words', withdrawn_at: 'moment' } },
  ],
}
