import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onSqlite } from '../../support/databases/databases.ts'
import { differenceIn, resealed, sealedFixtures } from '../../support/sealed-records.ts'
import { minutesSay, placeMinutes, type SealedMinutes } from './sealed-minutes.ts'

const fixtures = sealedFixtures<SealedMinutes>(join(import.meta.dirname, 'fixtures'), 'minutes-')

onSqlite('minutes that an earlier release sealed', (db) => {
  let cast: Cast
  let olive: Browser
  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
  })

  describe.each(fixtures)('%s', (_, fixture) => {
    test('say the same words in the same order wherever they are read', async () => {
      const says = await minutesSay(olive, await placeMinutes(db(), cast, fixture))
      expect(Object.keys(says)).toEqual(Object.keys(fixture.says))
      for (const [where, words] of Object.entries(says)) {
        expect([where, differenceIn(words, fixture.says[where]!)]).toEqual([where, undefined])
      }
    })
  })

  const damages = [
    { how: 'of a version that is not known', change: { v: 9 }, says: 'is of version 9, which this release' },
    { how: 'of a version that is no number', change: { v: 'two' }, says: 'is of version &quot;two&quot;' },
    {
      how: 'that lack what version 1 holds',
      change: { items: undefined },
      says: 'is not what version 1 holds',
    },
    { how: 'that say 2 and are of version 1', change: { v: 2 }, says: 'is not what version 2 holds' },
  ]
  test.each(damages)('say why they are not shown: $how', async ({ change, says }) => {
    const record = { ...fixtures[0]![1].record, ...change }
    const path = await placeMinutes(db(), cast, resealed(fixtures[0]![1], record))
    const page = await olive.get(`${path}/minutes`)
    expect(page.status).toBe(200)
    expect(page.text).toContain(says)
    expect(page.text).not.toContain('Came late')
    const pdf = await olive.get(`${path}/minutes.pdf`)
    expect(pdf.status).toBe(409)
    expect(pdf.text).toContain(says)
  })
})
