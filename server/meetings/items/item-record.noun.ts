import type { Noun } from '../../shared/noun.ts'

/** What was recorded about an agenda item, and what came of it; in the audit it is the item's. */
export const itemRecordNoun: Noun = {
  name: 'record of an item',
  tables: [
    {
      name: 'item_records',
      holds: {
        discussion: 'words',
        challenges_json: 'words in JSON',
        decision: 'words',
        reported_rag: 'code',
        agreed_rag: 'code',
        agreed_reason: 'words',
        agreed_as: 'code',
        quotes_json: 'words in JSON',
        form_key: 'key',
        saved_at: 'moment',
      },
    },
    { name: 'agreement_confirmations', holds: { confirmed_at: 'moment' } },
    { name: 'meeting_actions', holds: { added_at: 'moment' } },
    { name: 'decision_closings', holds: { note: 'words', closed_at: 'moment' } },
  ],
}
