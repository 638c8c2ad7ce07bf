import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onSqlite } from '../../support/databases/databases.ts'
import { differenceIn, sealedFixtures } from '../../support/sealed-records.ts'
import { placeReport, reportSays } from './sealed-reports.ts'

const folder = join(import.meta.dirname, 'fixtures')
const publicOnes = new Map(sealedFixtures(folder, 'public-report-'))
const fixtures = sealedFixtures(folder, 'report-').map(
  ([file, whole]) => [file, { whole, forPublic: publicOnes.get(`public-${file}`) ?? null }] as const,
)

onSqlite('reports that an earlier release issued', (db) => {
  let cast: Cast
  let olive: Browser
  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
  })

  describe.each(fixtures)('%s', (_, fixture) => {
    test('says the same words in the same order wherever it is read', async () => {
      const path = await placeReport(db(), cast, fixture)
      const versions = [
        { query: '', stored: fixture.whole.says },
        ...(fixture.forPublic === null ? [] : [{ query: '?version=public', stored: fixture.forPublic.says }]),
      ]
      for (const { query, stored } of versions) {
        const says = await reportSays(olive, path, query)
        expect(Object.keys(says)).toEqual(Object.keys(stored))
        for (const [where, words] of Object.entries(says)) {
          expect([query, where, differenceIn(words, stored[where]!)]).toEqual([query, where, undefined])
        }
      }
    })
  })
})
