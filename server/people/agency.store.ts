import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/database.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Here } from '../partnerships/here.ts'
import { readAll, readOne, type ReadWith, readWith, sql } from '../database/read.ts'
import { change } from '../audit/change.ts'
import { keepFormerValues } from '../audit/former-values.ts'
import type { Refusal } from '../shared/outcome.ts'

export interface Agency {
  id: number
  name: string
  statutory: boolean
  version: number
}

export interface AgencyFields {
  name: string
  statutory: boolean
}

/** An agency as it is stored. */
export interface AgencyRow extends Omit<Agency, 'statutory'> {
  statutory: boolean | number
}

const AGENCIES = sql<AgencyRow>`
  select id, name, statutory, version from agencies where partnership_id = :partnership order by lower(name)`

const AGENCY = sql<AgencyRow>`
  select id, name, statutory, version from agencies where partnership_id = :partnership and id = :id`

/** Returns the partnership's agencies by name. */
export async function listAgencies(db: Db, here: Here): Promise<Agency[]> {
  const agencies = await readAll(db, AGENCIES, { partnership: here.partnership.id })
  return agencies.map(toAgency)
}

/** Returns the query for the partnership's agencies, in the order of listAgencies. */
export function agenciesAsk(here: Here): ReadWith<AgencyRow> {
  return readWith(AGENCIES, { partnership: here.partnership.id })
}

/** Returns the agency, or undefined if the partnership has none with that id. */
export async function findAgency(db: Db, here: Here, id: number): Promise<Agency | undefined> {
  const row = await readOne(db, AGENCY, { partnership: here.partnership.id, id })
  return row && toAgency(row)
}

/** Adds an agency and returns its id, or 'name taken' if the partnership has one of that name. */
export async function addAgency(db: Db, here: Here, fields: AgencyFields): Promise<number | 'name taken'> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('agencies')
      .insert({ partnership_id: here.partnership.id, name: fields.name, statutory: fields.statutory })
      .onConflict(['partnership_id', 'name'])
      .ignore()
      .returning<{ id: number }[]>('id')
    if (row === undefined) return 'name taken'
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agency added',
      subject: 'agencies',
      subjectId: row.id,
      after: fields,
    })
    return row.id
  })
}

/**
 * Saves an agency that was read at this version. Returns 'conflict' if somebody else has saved it since, and 'name
 * taken' if another agency has the name.
 */
export async function changeAgency(
  db: Db,
  here: Here,
  agency: Agency,
  fields: AgencyFields,
): Promise<'saved' | 'name taken' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const namesake = await trx('agencies')
      .where({ partnership_id: here.partnership.id, name: fields.name })
      .whereNot({ id: agency.id })
      .first<{ id: number } | undefined>('id')
    if (namesake !== undefined) return 'name taken'
    const before = { name: agency.name, statutory: agency.statutory }
    const isSame = isDeepStrictEqual(before, fields)
    const saved = await trx('agencies')
      .where({ id: agency.id, partnership_id: here.partnership.id, version: agency.version })
      .update({ ...fields, version: agency.version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    await keepFormerValues(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      subject: 'agencies',
      subjectId: agency.id,
      values: { name: agency.name },
      at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agency changed',
      subject: 'agencies',
      subjectId: agency.id,
      wrote: { former_values: { subject: 'agencies', subject_id: agency.id, until_at: at } },
      before,
      after: fields,
    })
    return 'saved'
  })
}

/** Returns an agency, as agenciesAsk asks for it. */
function toAgency(row: AgencyRow): Agency {
  return { ...row, statutory: Boolean(row.statutory) }
}
