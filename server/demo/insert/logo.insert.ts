import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../database/database.ts'
import { readLogo } from '../../partnerships/logo.forms.ts'
import { saveLogo } from '../../partnerships/logo.store.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'

/** Puts the fictional council's logo on its papers, as its administrator would. */
export async function insertLogo(trx: Db, partnership: DemoPartnership): Promise<void> {
  const fileName = 'northmoor-council.svg'
  const read = await readLogo(await readFile(join(import.meta.dirname, 'logo.svg')))
  if (!read.ok) throw new Error(`the demo's logo is not taken: ${read.message}`)
  const here = await hereAs(trx, partnership, 'fiona')
  await saveLogo(trx, here, null, { fileName, alternative: 'Northmoor Council', ...read.picture })
}
