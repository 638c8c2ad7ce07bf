import { isDeepStrictEqual } from 'node:util'
import { createHash } from 'node:crypto'
import type { Db } from '../database/database.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { tidyFileName } from '../shared/file-name.ts'
import type { Here } from './here.ts'
import type { Refusal } from '../shared/outcome.ts'

/** A logo as it is printed: always a PNG, whatever was uploaded. */
export interface LogoPicture {
  png: Buffer
  /** In pixels. */
  width: number
  height: number
}

export interface Logo extends LogoPicture {
  id: number
  /** The name of the file that was uploaded. */
  fileName: string
  /** What it says, for those who do not see it. */
  alternative: string
}

/** Returns the partnership's current logo, or undefined if it has none. */
export async function findLogo(db: Db, here: Here): Promise<Logo | undefined> {
  return currentLogo(db, here).first<Logo | undefined>(
    'id',
    'file_name as fileName',
    'alternative',
    'png',
    'width',
    'height',
  )
}

/**
 * Puts a logo in the place of the one with the id that its form was filled from (null: of none), which stays in
 * the history. Returns 'conflict' if another one is current by now.
 */
export function saveLogo(
  db: Db,
  here: Here,
  replaces: number | null,
  logo: Omit<Logo, 'id'>,
): Promise<'saved' | Refusal<'conflict'>> {
  const { alternative, png, width, height } = logo
  const fileName = tidyFileName(logo.fileName)
  return change(db, here, async (trx, at) => {
    const current = await findLogo(trx, here)
    if (current !== undefined && isDeepStrictEqual(current, { ...logo, id: replaces, fileName }))
      return 'saved'
    if (!(await endLogo(trx, here, replaces, at))) return 'conflict'
    const [row] = await trx('logos')
      .insert({
        partnership_id: here.partnership.id,
        file_name: fileName,
        alternative,
        png,
        width,
        height,
        uploaded_by: here.account.id,
        uploaded_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new logo has no id')
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'logo saved',
      subject: 'logos',
      subjectId: row.id,
      wrote: replaces === null ? {} : { logos: { id: replaces } },
      after: { fileName, alternative, sha256: createHash('sha256').update(png).digest('hex') },
      at,
    })
    return 'saved'
  })
}

/** Takes the logo with this id off the papers to come; returns 'conflict' if it is not the current one. */
export function removeLogo(db: Db, here: Here, id: number): Promise<'removed' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    if (!(await endLogo(trx, here, id, at))) return 'conflict'
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'logo removed',
      subject: 'logos',
      subjectId: id,
      at,
    })
    return 'removed'
  })
}

/** Ends the logo that a form was filled from; returns whether it, or none, was the current one. */
async function endLogo(trx: Db, here: Here, id: number | null, at: string): Promise<boolean> {
  // Two people who save at once wait for each other here.
  await trx('partnerships').where({ id: here.partnership.id }).forUpdate().first('id')
  const current = await currentLogo(trx, here).first<{ id: number } | undefined>('id')
  if ((current?.id ?? null) !== id) return false
  if (id !== null) await trx('logos').where({ id }).update({ removed_by: here.account.id, removed_at: at })
  return true
}

function currentLogo(db: Db, here: Here) {
  return db('logos').where({ partnership_id: here.partnership.id }).whereNull('removed_at')
}
