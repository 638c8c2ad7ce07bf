import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import { listInspectionRecommendations } from '../../inspections/inspection.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { keepFormerValues } from '../../audit/former-values.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { readAll, readOne, sql } from '../../database/read.ts'

/** Where a plan can come from. */
export const PLAN_SOURCES = ['inspection', 'self_assessment', 'risk_register', 'audit', 'other'] as const

export type PlanSource = (typeof PLAN_SOURCES)[number]

export interface Plan {
  id: number
  /** Its name in the web address, such as 2026-27. */
  slug: string
  title: string
  source: PlanSource
  /** The inspection it answers, where its source is one. */
  inspectionId: number | null
  version: number
  createdAt: string
}

export interface PlanFields {
  title: string
  slug: string
}

export interface NewPlan extends PlanFields {
  source: PlanSource
  inspectionId: number | null
}

const PLAN = sql`
  plans.id, plans.slug, plans.title, plans.source, plans.inspection_id as "inspectionId", plans.version,
  plans.created_at as "createdAt"`

const PLANS = sql<Plan & { recommendations: number }>`
  select ${PLAN}, (select count(*) from recommendations where plan_id = plans.id) as recommendations
  from plans where partnership_id = :partnership order by id desc`

const PLAN_BY_SLUG = sql<Plan>`
  select ${PLAN} from plans where partnership_id = :partnership and slug = :slug`

/** Returns the partnership's plans, newest first, each with its number of recommendations. */
export function listPlans(db: Db, here: Here): Promise<(Plan & { recommendations: number })[]> {
  return readAll(db, PLANS, { partnership: here.partnership.id })
}

/** Returns the plan of that name in the web address, or undefined if the partnership has none. */
export function findPlan(db: Db, here: Here, slug: string): Promise<Plan | undefined> {
  return readOne(db, PLAN_BY_SLUG, { partnership: here.partnership.id, slug })
}

/** Asks for the plan of an action of the partnership. */
export function planOfActionAsk(db: Db, here: Here, actionId: number): Ask<Plan> {
  const itsPlan = db('actions as a')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .where('a.id', actionId)
    .select('r.plan_id')
  return ask(plans(db, here).whereIn('id', itsPlan), COLUMNS)
}

/**
 * Makes a plan. One that comes from an inspection gets a row for each of its recommendations, numbered on across
 * addressees, with wording, addressee and deadline as they stand there. Returns 'slug taken' if another plan of
 * the partnership has that name in its web address.
 */
export function addPlan(db: Db, here: Here, fields: NewPlan): Promise<'added' | 'slug taken'> {
  return change(db, here, async (trx, at) => {
    const [plan] = await trx('plans')
      .insert({
        partnership_id: here.partnership.id,
        slug: fields.slug,
        title: fields.title,
        source: fields.source,
        inspection_id: fields.inspectionId,
        created_by: here.account.id,
        created_at: at,
      })
      .onConflict(['partnership_id', 'slug'])
      .ignore()
      .returning<{ id: number }[]>('id')
    if (plan === undefined) return 'slug taken'
    const recommendationIds =
      fields.inspectionId === null
        ? []
        : await copyRecommendations(trx, here, plan.id, fields.inspectionId, at)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'plan added',
      subject: 'plans',
      subjectId: plan.id,
      wrote: {
        recommendations: { plan_id: plan.id },
        recommendation_wordings: { recommendation_id: recommendationIds },
      },
      after: fields,
    })
    return 'added'
  })
}

/**
 * Saves a plan that was read at this version. Returns 'conflict' if somebody else has saved it since, and 'slug
 * taken' if another plan has that name in its web address.
 */
export function changePlan(
  db: Db,
  here: Here,
  plan: Plan,
  fields: PlanFields,
): Promise<'saved' | 'slug taken' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const namesake = await trx('plans')
      .where({ partnership_id: here.partnership.id, slug: fields.slug })
      .whereNot({ id: plan.id })
      .first<{ id: number } | undefined>('id')
    if (namesake !== undefined) return 'slug taken'
    const before = { title: plan.title, slug: plan.slug }
    const isSame = isDeepStrictEqual(before, fields)
    const saved = await trx('plans')
      .where({ id: plan.id, partnership_id: here.partnership.id, version: plan.version })
      .update({ ...fields, version: plan.version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    await keepFormerValues(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      subject: 'plans',
      subjectId: plan.id,
      values: { title: plan.title },
      at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'plan changed',
      subject: 'plans',
      subjectId: plan.id,
      wrote: { former_values: { subject: 'plans', subject_id: plan.id, until_at: at } },
      before,
      after: fields,
    })
    return 'saved'
  })
}

const COLUMNS = {
  id: 'plans.id',
  slug: 'plans.slug',
  title: 'plans.title',
  source: 'plans.source',
  inspectionId: 'plans.inspection_id',
  version: 'plans.version',
  createdAt: 'plans.created_at',
}

function plans(db: Db, here: Here) {
  return db('plans').where({ partnership_id: here.partnership.id })
}

async function copyRecommendations(
  trx: Db,
  here: Here,
  planId: number,
  inspectionId: number,
  at: string,
): Promise<number[]> {
  const theirs = await listInspectionRecommendations(trx, here, inspectionId)
  if (theirs.length === 0) return []
  const rows = await trx('recommendations')
    .insert(
      theirs.map(({ id, addressee, deadline }, index) => ({
        partnership_id: here.partnership.id,
        plan_id: planId,
        number: index + 1,
        inspection_recommendation_id: id,
        addressee,
        deadline,
        created_by: here.account.id,
        created_at: at,
      })),
    )
    .returning<{ id: number; number: number }[]>(['id', 'number'])
  await trx('recommendation_wordings').insert(
    rows.map(({ id, number }) => ({
      recommendation_id: id,
      text: theirs[number - 1]?.text ?? '',
      written_by: here.account.id,
      written_at: at,
    })),
  )
  return rows.map(({ id }) => id)
}
