import { expect, test } from '@jest/globals'
import { files, logos } from '../../../server/ops/verify/file-records.ts'
import { minutes, snapshots } from '../../../server/ops/verify/sealed-records.ts'
import { updates } from '../../../server/ops/verify/update-records.ts'
import { onSqlite } from '../../support/databases/databases.ts'

onSqlite('the verifier', (db) => {
  // Issued reports take all entries that say so at once.
  test.each([snapshots, minutes, files, logos, updates])(
    'finds the entry of each of the $plural by its subject, not among all of a partnership',
    async ({ select }) => {
      const steps = await db().raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${select}`)
      const ofEntry = steps.map(({ detail }) => detail).filter((detail) => /\ba\b/.test(detail))
      expect(ofEntry).toEqual([expect.stringContaining('audit_subject_subject_id_index')])
    },
  )
})
