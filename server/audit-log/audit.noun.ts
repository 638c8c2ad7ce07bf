import type { Noun, Permission } from '../shared/noun.ts'

export const seeAudit: Permission = { words: 'See who changed what and when', roles: ['administrator'] }

export const auditNoun: Noun = {
  name: 'audit',
  tables: [
    {
      name: 'audit',
      holds: {
        happened_at: 'moment',
        event: 'code',
        subject: 'code',
        before_json: 'words in JSON',
        after_json: 'words in JSON',
        hash: 'hash',
        salts_json: 'salts',
      },
    },
    {
      name: 'former_values',
      holds: { subject: 'code', values_json: 'words in JSON', until_at: 'moment' },
    },
  ],
  navigation: { text: 'Audit', path: '/audit', place: 90, needs: seeAudit },
  permissions: { seeAudit },
}
