import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../../support/browser.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import { addOwnedAction, addReporters, placeOf, sendReport, updatesOf, type Reporters } from './reporters.ts'

onOneDatabase('a draft of progress', (db) => {
  let cast: Cast
  let sophie: Browser
  let hasan: Browser
  let clive: Browser
  let id: number
  let path: string
  let everyone: Reporters

  beforeAll(async () => {
    everyone = await addReporters(db())
    ;({ cast, sophie, hasan, clive } = everyone)
  })

  beforeEach(async () => {
    id = await addOwnedAction(db(), everyone)
    path = `/partnerships/northmoor/actions/${id}`
  })

  const updates = () => updatesOf(db(), id)
  const send = (who: Browser, fields: Fields) => sendReport(who, path, fields)

  describe('a draft', () => {
    test('is kept for its writer alone, unfinished, and gone once it is sent', async () => {
      const typed = { draft: 'yes', rag: 'amber', narrative: 'Half <a sentence', 'evidenceDate-day': 4 }
      const saved = await sophie.post(`${path}/updates`, { ...placeOf(await sophie.get(path)), ...typed })
      expect(saved.status).toBe(303)
      const page = await sophie.get(path)
      expect(page.text).toContain('Your draft was saved. Only you can see it.')
      expect(page.text).toContain('Half &lt;a sentence')
      expect(pageOf(page).field(/^Amber/).checked).toBe(true)
      expect(page.text).toMatch(/name="evidenceDate-day"[\s\S]{0,120}value="4"/)
      expect((await hasan.get(path)).text).not.toContain('Half &lt;a sentence')
      expect(await updates()).toEqual([])
      await send(sophie, { rag: 'green', narrative: 'Whole.' })
      expect(await db()('progress_drafts').where({ action_id: id })).toEqual([])
      const audit = await db()('audit').where({ event: 'draft saved', subject_id: id }).first<object>()
      expect(audit).toMatchObject({ account_id: cast.sophie.accountId, after_json: '{"rows":{}}' })
    })

    test('is replaced by the next', async () => {
      for (const narrative of ['One', 'Two'])
        await sophie.post(`${path}/updates`, { draft: 'yes', narrative })
      const drafts = await db()('progress_drafts').where({ action_id: id }).pluck<string[]>('form_json')
      expect(drafts.map((json) => JSON.parse(json) as object)).toEqual([{ narrative: 'Two' }])
    })

    test('says that a file is not kept', async () => {
      await sophie.get(path)
      const file = { name: 'note.txt', content: Buffer.from('Words') }
      const saved = await sophie.upload(`${path}/updates`, { draft: 'yes', narrative: 'One' }, file)
      expect(saved.status).toBe(303)
      expect((await sophie.get(path)).text).toContain('The file was not kept: choose it again when you send.')
    })

    test('that is too long is not kept, and comes back', async () => {
      const narrative = 'y'.repeat(100_000)
      const answer = await sophie.post(`${path}/updates`, { draft: 'yes', narrative })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(narrative)
      expect(await db()('progress_drafts').where({ action_id: id })).toEqual([])
    })

    test('is not saved by somebody who may not report', async () => {
      expect((await clive.post(`${path}/updates`, { draft: 'yes', narrative: 'One' })).status).toBe(403)
    })
  })
})
