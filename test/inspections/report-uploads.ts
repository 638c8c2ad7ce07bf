import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import type { Browser } from '../support/browser.ts'
import { filledForm } from '../support/filled-form.ts'

export const imports = '/partnerships/northmoor/inspections/import'

export const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'reader/fixtures', name))
export const calderbeck = { name: 'calderbeck.txt', content: fixture('calderbeck-2021.txt') }

/** Uploads the report; returns the address of its check page. */
export async function uploaded(by: Browser, file = calderbeck): Promise<string> {
  const answer = await by.upload(imports, {}, file)
  expect(answer.status).toBe(303)
  return answer.headers['location'] ?? ''
}

/** Uploads the report; returns the address of its check page, the page, and its form as it stands there. */
export async function opened(by: Browser, file = calderbeck) {
  const path = await uploaded(by, file)
  const page = await by.get(path)
  expect(page.status).toBe(200)
  return { path, page, form: filledForm(page.text) }
}

/** Returns how many rows a table has. */
export const rowsOf = async (db: Db, table: string) =>
  (await db(table).count<{ n: number }[]>('* as n'))[0]?.n ?? 0
