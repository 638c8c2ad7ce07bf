import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { limitedText, parseForm, textField } from '../../server/web/forms.ts'
import { ROLES } from '../../server/shared/role.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { addCast, addMember } from '../support/cast.ts'
import { everythingOnBoth, onSqlite } from '../support/databases/databases.ts'
import { hangsAt, PARTS } from '../support/doubling.ts'
import { type FormFinder, formFinder } from '../support/form-finder.ts'
import { ROUTES } from '../support/route-table.ts'

/** With a sixteenth of a million, what takes the square of its length works for seconds. */
const LONGEST = 2 ** (everythingOnBoth ? 17 : 16)

const server = join(import.meta.dirname, '../../server')

test('a task that goes back over its text is found, and one that reads it once is not', async () => {
  expect(await hangsAt('a', (text) => /^a*a*$/.exec(text), { from: 2 ** 13 })).toBeDefined()
  expect(await hangsAt('a', (text) => /^a+$/.exec(text))).toBeUndefined()
})

describe('a text that is too long', () => {
  const seen: string[] = []
  const look = (text: string) => seen.push(text) > 0

  test.each([
    { title: 'limitedText', field: limitedText({ name: 'Words', max: 10 }).refine(look).refine(look) },
    {
      title: 'textField',
      field: textField({ name: 'Words', max: 10, required: 'Enter words' }).refine(look),
    },
    {
      title: 'its form',
      field: z.object({ a: textField({ name: 'Words', max: 10 }) }).refine(({ a }) => look(a)),
    },
  ])('is looked at by nothing behind the limit: $title', ({ field, title }) => {
    const given = (text: string) => (title === 'its form' ? { a: text } : text)
    const tooLong = field.safeParse(given('more than ten'))
    expect(tooLong.error?.issues.map(({ message }) => message)).toEqual([
      'Words must be 10 characters or fewer',
    ])
    expect(seen).toEqual([])
    expect(field.safeParse(given('ten or so')).success).toBe(true)
    expect(seen.splice(0)).not.toEqual([])
  })
})

/** Every schema that a file of forms gives to others, by its name. */
const schemas: Record<string, z.ZodType> = {}
for (const file of readdirSync(server, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.forms.ts')) continue
  const found = (await import(join(server, file))) as Record<string, unknown>
  for (const [name, value] of Object.entries(found))
    if (value instanceof z.ZodType) schemas[`${file} ${name}`] = value
}

describe('the fields of every form', () => {
  test('are found', () => {
    expect(Object.keys(schemas).length).toBeGreaterThan(60)
  })

  test.each(PARTS.map((part) => ({ part })))(
    'take texts of $part in time that grows with them',
    async ({ part }) => {
      const slow: Record<string, number> = {}
      for (const [name, schema] of Object.entries(schemas)) {
        const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
        const length = await hangsAt(
          part,
          (text) => {
            if (fields.length === 0) schema.safeParse(text)
            else parseForm(schema, filledWith(text, fields))
          },
          { from: 2 ** 14, to: LONGEST },
        )
        if (length !== undefined) slow[name] = length
      }
      expect(slow).toEqual({})
    },
  )
})

/** Rows that are put together from a posted body before a form sees them. */
function filledWith(text: string, fields: readonly string[]): Record<string, unknown> {
  const rows = [{ itemId: 1, done: true, note: text, askedBy: text, question: text, answer: text }]
  return Object.fromEntries(
    fields.map((field) => [field, /^(challenges|closings)$/.test(field) ? rows : text]),
  )
}

onSqlite('a form that is filled with all that a request may hold', (db) => {
  let everything: Everything
  let zoe: Browser
  let formFor: FormFinder

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    everything = await settled(await addEverything(db(), cast))
    // Every role, so that a form is stopped by nothing but what it says.
    zoe = await signedIn(app, await addMember(db(), cast.northmoor.id, 'Zoe Zealous', [...ROLES]))
    formFor = formFinder(zoe)
  })

  const forms = ROUTES.filter(({ method, path }) => method === 'POST' && path !== '/sign-out')

  test.each(forms)('POST $path is answered at once', async ({ path }) => {
    const address = await pathWith(path, everything)
    const form = await formFor(path, everything)
    const typed = Object.keys(form).filter((name) => !/version|key$/i.test(name))
    const length = 2 ** Math.min(17, Math.floor(Math.log2(1_500_000 / Math.max(typed.length, 1))))
    // A run of letters, then one of gaps: what goes back over either takes seconds.
    const run = 'a'.repeat(length / 2) + ' '.repeat(length / 2)
    const send = async (text: string) => {
      const words = Object.fromEntries(typed.map((name) => [name, text]))
      expect((await zoe.post(address, { ...form, ...words })).status).toBeLessThan(500)
    }
    expect(await hangsAt(run, send, { from: length, to: length })).toBeUndefined()
  })
})
