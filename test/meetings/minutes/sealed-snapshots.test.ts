import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onSqlite } from '../../support/databases/databases.ts'
import { differenceIn, sealedFixtures } from '../../support/sealed-records.ts'
import { placeSnapshot, type SealedSnapshot, snapshotSays } from './sealed-snapshots.ts'

const fixtures = sealedFixtures<SealedSnapshot>(join(import.meta.dirname, 'fixtures'), 'snapshot-')

onSqlite('snapshots that an earlier release sealed', (db) => {
  let cast: Cast
  let app: Express
  let olive: Browser
  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    olive = await signedIn(app, cast.olive)
  })

  describe.each(fixtures)('%s', (_, fixture) => {
    test('say the same words in the same order wherever they are read', async () => {
      const says = await snapshotSays(olive, await placeSnapshot(db(), cast, fixture))
      expect(Object.keys(says)).toEqual(Object.keys(fixture.says))
      for (const [where, words] of Object.entries(says)) {
        expect([where, differenceIn(words, fixture.says[where]!)]).toEqual([where, undefined])
      }
    })
  })
})
