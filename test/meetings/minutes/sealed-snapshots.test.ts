import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onSqlite } from '../../support/databases/databases.ts'
import { differenceIn, resealed, sealedFixtures } from '../../support/sealed-records.ts'
import { placeSnapshot, type SealedSnapshot, snapshotSays } from './sealed-snapshots.ts'

const fixtures = sealedFixtures<SealedSnapshot>(join(import.meta.dirname, 'fixtures'), 'snapshot-')

onSqlite('snapshots that an earlier release sealed', (db) => {
  let cast: Cast
  let olive: Browser
  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
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

  const damages = [
    { how: 'of a version that is not known', change: { v: 9 }, says: 'is of version 9, which this release' },
    { how: 'that lack what version 1 holds', change: { rows: [{}] }, says: 'is not what version 1 holds' },
  ]
  test.each(damages)('say why they are not shown, printed or compared: $how', async ({ change, says }) => {
    const record = { ...fixtures[0]![1].record, ...change, rows: [] }
    const wrong = { ...record, ...change }
    const { path, plan } = await placeSnapshot(db(), cast, resealed(fixtures[0]![1], wrong))
    expect((await olive.get(`${path}/snapshot`)).text).toContain(says)
    const of = path.split('/').at(-1)
    const compared = await olive.get(`${plan.path}/compare?since=${of}&of=today`)
    expect(compared.text).toContain('is not given out')
    for (const ending of ['pdf', 'xlsx']) {
      expect((await olive.get(`${plan.path}.${ending}?of=${of}`)).status).toBe(409)
    }
    expect((await olive.get(plan.path)).status).toBe(200)
  })
})
