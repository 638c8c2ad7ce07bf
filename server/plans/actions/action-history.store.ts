import type { Db } from '../../database/database.ts'
import { type Answers, ask } from '../../database/at-once.ts'
import type { ActionWording } from './action.store.ts'

interface ByAndAt {
  by: string
  at: string
}

export interface ActionHistory {
  /** Oldest first, as all the lists. */
  wordings: (ActionWording & ByAndAt)[]
  dates: ({ startsOn: string | null; targetOn: string | null; reason: string } & ByAndAt)[]
  /** Everybody who was ever an owner, with who named and who ended them. */
  owners: { name: string; from: ByAndAt; until: ByAndAt | undefined }[]
}

/** Asks for how the words, dates and owners of an action came to be; the action must be loaded already. */
export function actionHistoryAsks(db: Db, action: { id: number }) {
  return {
    wordings: ask<ActionHistory['wordings'][number]>(
      db('action_wordings as w')
        .join('accounts', 'accounts.id', 'w.written_by')
        .where('w.action_id', action.id)
        .orderBy('w.id'),
      {
        description: 'w.description',
        desiredOutcome: 'w.desired_outcome',
        successMeasure: 'w.success_measure',
        baseline: 'w.baseline',
        target: 'w.target',
        by: 'accounts.name',
        at: 'w.written_at',
      },
    ),
    dates: ask<ActionHistory['dates'][number]>(
      db('action_dates as d')
        .join('accounts', 'accounts.id', 'd.set_by')
        .where('d.action_id', action.id)
        .orderBy('d.id'),
      {
        startsOn: 'd.starts_on',
        targetOn: 'd.target_on',
        reason: 'd.reason',
        by: 'accounts.name',
        at: 'd.set_at',
      },
    ),
    everyOwner: ask<OwnerRow>(
      db('action_owners as o')
        .leftJoin('people', 'people.id', 'o.person_id')
        .leftJoin('agencies', 'agencies.id', 'o.agency_id')
        .join('accounts as begun', 'begun.id', 'o.from_by')
        .leftJoin('accounts as ended', 'ended.id', 'o.until_by')
        .where('o.action_id', action.id)
        .orderBy('o.id'),
      {
        person: 'people.name',
        agency: 'agencies.name',
        fromBy: 'begun.name',
        fromAt: 'o.from_at',
        untilBy: 'ended.name',
        untilAt: 'o.until_at',
      },
    ),
  }
}

/** Returns how the words, dates and owners of an action came to be, from what was found. */
export function toActionHistory({
  wordings,
  dates,
  everyOwner,
}: Answers<ReturnType<typeof actionHistoryAsks>>): ActionHistory {
  return {
    wordings,
    dates,
    owners: everyOwner.map(({ person, agency, fromBy, fromAt, untilBy, untilAt }) => ({
      name: person ?? agency ?? '',
      from: { by: fromBy, at: fromAt },
      until: untilAt === null ? undefined : { by: untilBy ?? '', at: untilAt },
    })),
  }
}

interface OwnerRow {
  person: string | null
  agency: string | null
  fromBy: string
  fromAt: string
  untilBy: string | null
  untilAt: string | null
}
