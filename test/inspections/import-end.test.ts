import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { calderbeck, imports, opened, rowsOf, uploaded } from './report-uploads.ts'

onOneDatabase('the end of an import', (db) => {
  let cast: Cast
  let app: Express
  let hasan: Browser
  let amina: Browser
  let olive: Browser
  let edgar: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    amina = await signedIn(app, cast.amina)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
  })

  const rows = (table: string) => rowsOf(db(), table)

  describe('finishing it', () => {
    test('twice by the same person makes one inspection and leads to it', async () => {
      const { path, form } = await opened(hasan)
      const first = await hasan.post(path, form)
      const second = await hasan.post(path, form)
      expect(second.status).toBe(303)
      expect(second.headers['location']).toBe(first.headers['location'])
      const again = await hasan.get(path)
      expect(again.headers['location']).toBe(first.headers['location'])
    })

    testAtOnce(
      'by two people at once makes one inspection; the other sees theirs was not saved',
      async () => {
        const { path, form } = await opened(hasan)
        await amina.get(path)
        const before = await rows('inspections')
        const theirs = { ...form, 'strengths.0.text': 'In the words of the second person' }
        const answers = await Promise.all([hasan.post(path, theirs), amina.post(path, theirs)])
        expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
        expect(await rows('inspections')).toBe(before + 1)
        const late = answers.find(({ status }) => status === 409)
        // An administrator sees the address too.
        expect(late?.text).toMatch(
          /Hasan Head \(Job of Hasan Head, hasan@example\.org\) saved this inspection on|Amina Administrator \(Job of Amina Administrator\) saved this inspection on/,
        )
        expect(late?.text).toContain('In the words of the second person')
      },
    )

    test('by discarding it removes the file and what was read, and it cannot be saved any more', async () => {
      const { path, form } = await opened(amina)
      const listed = await hasan.get(imports)
      expect(listed.text).toContain(`href="${path}"`)
      const documents = await rows('documents')
      const gone = await hasan.post(`${path}/discard`)
      expect(gone.headers['location']).toBe(imports)
      expect(await rows('documents')).toBe(documents - 1)
      const after = await hasan.get(imports)
      expect(after.text).toContain('calderbeck.txt was discarded.')
      expect(after.text).not.toContain(`href="${path}"`)
      expect((await hasan.get(path)).status).toBe(303)
      expect((await hasan.post(`${path}/discard`)).status).toBe(303)

      const before = await rows('inspections')
      const late = await amina.post(path, { ...form, foreword: 'Typed with care' })
      expect(late.status).toBe(409)
      expect(late.text).toContain(
        'Hasan Head (Job of Hasan Head, hasan@example.org) discarded this import on',
      )
      expect(late.text).toContain('Typed with care')
      expect(await rows('inspections')).toBe(before)
    })

    test('a saved import cannot be discarded', async () => {
      const { path, form } = await opened(hasan)
      const saved = await hasan.post(path, form)
      const answer = await hasan.post(`${path}/discard`)
      expect(answer.headers['location']).toBe(saved.headers['location'])
      expect((await hasan.get(`${answer.headers['location'] ?? ''}/source`)).status).toBe(200)
    })
  })

  describe('who may', () => {
    test('an observer and a champion read inspections and import none', async () => {
      const { path, form } = await opened(hasan)
      const saved = await hasan.post(path, form)
      const sophie = await signedIn(app, cast.sophie)
      for (const reader of [olive, sophie]) {
        const list = await reader.get('/partnerships/northmoor/inspections')
        expect(list.status).toBe(200)
        expect(list.text).not.toContain('Upload the report')
        const page = await reader.get(saved.headers['location'] ?? '')
        expect(page.status).toBe(200)
        expect(page.text).not.toContain('Make a plan from this inspection')
        expect((await reader.upload(imports, {}, calderbeck)).status).toBe(403)
      }
    })

    test('an outsider sees none of ours in their own partnership', async () => {
      const { path, form } = await opened(hasan)
      await hasan.post(path, form)
      await uploaded(hasan)
      const list = await edgar.get('/partnerships/eastmarsh/inspections')
      expect(list.text).toContain('No inspection has been saved yet')
      const upload = await edgar.get('/partnerships/eastmarsh/inspections/import')
      expect(upload.text).not.toContain('Not finished yet')
    })

    test.each(['0', '-1', '1e3', '99999999999999', 'abc', '%00'])('nothing has the id %s', async (id) => {
      expect((await hasan.get(`${imports}/${id}`)).status).toBe(404)
      expect((await hasan.get(`/partnerships/northmoor/inspections/${id}`)).status).toBe(404)
      expect((await hasan.get(`/partnerships/northmoor/inspections/${id}/source`)).status).toBe(404)
    })

    test('a form without the token saves nothing', async () => {
      const { path, form } = await opened(hasan)
      const before = await rows('inspections')
      expect((await hasan.postUnguarded(path, form)).status).toBe(403)
      expect(await rows('inspections')).toBe(before)
    })
  })
})
