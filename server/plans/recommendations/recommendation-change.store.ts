import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { keepFormerValues } from '../../audit/former-values.ts'
import { type CorrectedNow, PLAN_CHANGED, valuesToCorrect } from '../../corrections/correction.rules.ts'
import { addCorrections } from '../../corrections/correction.store.ts'
import type { Plan } from '../record/plan.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import type { ResponseWord } from './recommendation.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface RecommendationFields {
  text: string
  addressee: string
  deadline: string | null
  /** Null: nobody has responded yet. */
  response: ResponseWord | null
  reason: string
}

/** Adds a local row, one that no inspectorate made, behind the last one and returns its number. */
export function addRecommendation(
  db: Db,
  here: Here,
  plan: Plan,
  fields: { text: string; addressee: string },
): Promise<number> {
  return change(db, here, async (trx, at) => {
    // Two people who add a row at once must not get the same number: the plan is locked for the other.
    await trx('plans').where({ id: plan.id }).forUpdate().first('id')
    const last = await trx('recommendations')
      .where({ plan_id: plan.id })
      .max<{ number: number | null }>('number as number')
      .first()
    const number = (last?.number ?? 0) + 1
    const [row] = await trx('recommendations')
      .insert({
        partnership_id: here.partnership.id,
        plan_id: plan.id,
        number,
        addressee: fields.addressee,
        created_by: here.account.id,
        created_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new recommendation has no id')
    await writeWording(trx, here, row.id, fields.text, at)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'recommendation added',
      subject: 'recommendations',
      subjectId: row.id,
      wrote: { recommendation_wordings: { recommendation_id: row.id } },
      after: { number, ...fields },
    })
    return number
  })
}

/**
 * Saves a row that was read at this version: a changed wording and a changed response are new rows beside the old
 * ones. Returns 'conflict' if somebody else has saved it since.
 */
export function changeRecommendation(
  db: Db,
  here: Here,
  row: Recommendation,
  fields: RecommendationFields,
  { nature, why } = PLAN_CHANGED,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const { text, addressee, deadline, response, reason } = fields
    const before = {
      text: row.text,
      addressee: row.addressee,
      deadline: row.deadline,
      response: row.response?.response ?? null,
      reason: row.response?.reason ?? '',
    }
    if (isDeepStrictEqual(before, { text, addressee, deadline, response, reason })) {
      return (await nextVersion(trx, here, row, { version: row.version })) ? 'saved' : 'conflict'
    }
    if (!(await nextVersion(trx, here, row, { addressee, deadline }))) return 'conflict'
    const values = nature === 'correction' ? await valuesOfRow(trx, row, before, fields) : []
    if (addressee !== row.addressee || deadline !== row.deadline) {
      await keepFormerValues(trx, {
        partnershipId: here.partnership.id,
        accountId: here.account.id,
        subject: 'recommendations',
        subjectId: row.id,
        values: { addressee: row.addressee, deadline: row.deadline },
        at,
      })
    }
    if (text !== row.text) await writeWording(trx, here, row.id, text, at)
    if (response !== null && (response !== row.response?.response || reason !== row.response.reason)) {
      await trx('recommendation_responses').insert({
        recommendation_id: row.id,
        response,
        reason,
        responded_by: here.account.id,
        responded_at: at,
      })
    }
    const corrected = await addCorrections(
      trx,
      here,
      { subject: 'recommendations', subjectId: row.id, values, reason: why },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: values.length > 0 ? 'recommendation corrected' : 'recommendation changed',
      subject: 'recommendations',
      subjectId: row.id,
      wrote: {
        recommendation_wordings: { recommendation_id: row.id, written_at: at },
        recommendation_responses: { recommendation_id: row.id, responded_at: at },
        former_values: { subject: 'recommendations', subject_id: row.id, until_at: at },
        ...corrected,
      },
      before,
      after: { ...fields, ...(why === '' ? {} : { why }) },
    })
    return 'saved'
  })
}

/** Returns which of a row's values stood and are to say something else, each since when. */
async function valuesOfRow(
  trx: Db,
  row: Recommendation,
  before: RecommendationFields,
  meant: RecommendationFields,
): Promise<CorrectedNow[]> {
  const id = { recommendation_id: row.id }
  const wordings = await trx('recommendation_wordings')
    .where(id)
    .orderBy('id')
    .select<{ text: string; at: string }[]>('text', 'written_at as at')
  const responses = await trx('recommendation_responses')
    .where(id)
    .orderBy('id')
    .select<{ response: ResponseWord; reason: string; at: string }[]>(
      'response',
      'reason',
      'responded_at as at',
    )
  return [
    ...valuesToCorrect(['text'], wordings, meant),
    ...valuesToCorrect(['addressee', 'deadline'], await placesOf(trx, row.id, before), meant),
    ...(meant.response === null ? [] : valuesToCorrect(['response', 'reason'], responses, meant)),
  ]
}

type Place = Pick<RecommendationFields, 'addressee' | 'deadline'>

/** Returns what addressee and deadline have said, oldest first: what they were until a change stands since the one before. */
async function placesOf(trx: Db, id: number, now: Place): Promise<(Place & { at: string })[]> {
  const former = await trx('former_values')
    .where({ subject: 'recommendations', subject_id: id })
    .orderBy('id')
    .select<{ json: string; until: string }[]>('values_json as json', 'until_at as until')
  const added = await trx('recommendations').where({ id }).first<{ at: string }>('created_at as at')
  const said = [...former.map(({ json }) => JSON.parse(json) as Place), now]
  return said.map(({ addressee, deadline }, index) => ({
    addressee,
    deadline,
    at: former[index - 1]?.until ?? added.at,
  }))
}

/**
 * Counts the row's version on, or sets this one, inside the caller's transaction; returns false if somebody else has
 * saved since.
 */
export async function nextVersion(
  trx: Db,
  here: Here,
  row: Pick<Recommendation, 'id' | 'version'>,
  columns: { addressee?: string; deadline?: string | null; version?: number } = {},
): Promise<boolean> {
  const saved = await trx('recommendations')
    .where({ id: row.id, partnership_id: here.partnership.id, version: row.version })
    .update({ version: row.version + 1, ...columns })
  return saved > 0
}

async function writeWording(
  trx: Db,
  here: Here,
  recommendationId: number,
  text: string,
  at: string,
): Promise<void> {
  await trx('recommendation_wordings').insert({
    recommendation_id: recommendationId,
    text,
    written_by: here.account.id,
    written_at: at,
  })
}
