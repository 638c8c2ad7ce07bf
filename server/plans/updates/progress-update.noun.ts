import { namedRow, type Noun, type Permission } from '../../shared/noun.ts'

export const reportAnyProgress: Permission = {
  words: 'Report progress on any action (owners and champions always may on their own)',
  roles: ['head_of_service'],
}

export const acceptUpdates: Permission = {
  words: 'Accept or return the progress updates of others',
  roles: ['head_of_service', 'chair'],
}

export const confirmBlue: Permission = {
  words: 'Confirm that an action somebody else reported Blue is complete and embedded',
  roles: ['chair', 'board_member', 'head_of_service'],
}

interface UpdateName {
  id: number
  actionId: number
  number: number
  position: number
}

export const progressUpdateNoun: Noun = {
  name: 'progress update',
  tables: [
    {
      name: 'progress_updates',
      holds: {
        rag: 'code',
        narrative: 'words',
        reason: 'words',
        recovery: 'words',
        blocked_by: 'words',
        ask_of_board: 'words',
        measured_value: 'words',
        form_key: 'key',
        sent_at: 'moment',
      },
      row: namedRow<UpdateName>({
        from: 'progress_updates t JOIN actions a ON a.id = t.action_id JOIN recommendations r ON r.id = a.recommendation_id',
        partnership: 't.partnership_id',
        columns: { id: 't.id', actionId: 'a.id', number: 'r.number', position: 'a.position' },
        name: ({ actionId, number, position }) => ({
          text: `Progress update on action ${number}.${position}`,
          path: `/actions/${actionId}`,
        }),
      }),
    },
    {
      name: 'progress_update_decisions',
      holds: { decision: 'code', comment: 'words', decided_at: 'moment' },
    },
    { name: 'blue_confirmations', holds: { comment: 'words', confirmed_at: 'moment' } },
    {
      name: 'evidence',
      holds: { title: 'words', dated_on: 'day', url: 'address', supplied_at: 'moment' },
    },
    {
      name: 'progress_drafts',
      holds: { form_json: 'words in JSON', saved_at: 'moment' },
      // A draft has no number: the audit holds that of its action.
      row: namedRow<Omit<UpdateName, 'actionId'>>({
        from: 'actions a JOIN recommendations r ON r.id = a.recommendation_id',
        partnership: 'a.partnership_id',
        columns: { id: 'a.id', number: 'r.number', position: 'a.position' },
        name: ({ id, number, position }) => ({
          text: `Draft for action ${number}.${position}`,
          path: `/actions/${id}`,
        }),
      }),
    },
  ],
  permissions: { reportAnyProgress, acceptUpdates, confirmBlue },
}
