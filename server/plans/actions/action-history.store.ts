import type { Db } from '../../database/database.ts'
import { type Answers, ask } from '../../database/at-once.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { type Correction, correctionHistoryAsk } from '../../corrections/correction.store.ts'
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
  /** What was corrected as a mistake. */
  corrections: Correction[]
}

/** Asks for how the words, dates and owners of an action came to be; the action must be loaded already. */
export function actionHistoryAsks(db: Db, action: { id: number }) {
  return {
    wordings: ask<ByAccount<ActionHistory['wordings'][number], 'by'>>(
      db('action_wordings as w').where('w.action_id', action.id).orderBy('w.id'),
      {
        description: 'w.description',
        desiredOutcome: 'w.desired_outcome',
        successMeasure: 'w.success_measure',
        baseline: 'w.baseline',
        target: 'w.target',
        by: 'w.written_by',
        at: 'w.written_at',
      },
    ),
    dates: ask<ByAccount<ActionHistory['dates'][number], 'by'>>(
      db('action_dates as d').where('d.action_id', action.id).orderBy('d.id'),
      {
        startsOn: 'd.starts_on',
        targetOn: 'd.target_on',
        reason: 'd.reason',
        by: 'd.set_by',
        at: 'd.set_at',
      },
    ),
    corrections: correctionHistoryAsk('actions', action.id),
    everyOwner: ask<OwnerRow>(
      db('action_owners as o')
        .leftJoin('people', 'people.id', 'o.person_id')
        .leftJoin('agencies', 'agencies.id', 'o.agency_id')
        .where('o.action_id', action.id)
        .orderBy('o.id'),
      {
        person: 'people.name',
        agency: 'agencies.name',
        fromBy: 'o.from_by',
        fromAt: 'o.from_at',
        untilBy: 'o.until_by',
        untilAt: 'o.until_at',
      },
    ),
  }
}

/** Returns how the words, dates and owners of an action came to be, from what was found. */
export function toActionHistory(
  { who }: Pick<Here, 'who'>,
  { wordings, dates, everyOwner, corrections }: Answers<ReturnType<typeof actionHistoryAsks>>,
): ActionHistory {
  return {
    wordings: wordings.map((row) => ({ ...row, by: who(row.by, row.at) })),
    dates: dates.map((row) => ({ ...row, by: who(row.by, row.at) })),
    corrections,
    owners: everyOwner.map(({ person, agency, fromBy, fromAt, untilBy, untilAt }) => ({
      name: person ?? agency ?? '',
      from: { by: who(fromBy, fromAt), at: fromAt },
      until:
        untilAt === null ? undefined : { by: untilBy === null ? '' : who(untilBy, untilAt), at: untilAt },
    })),
  }
}

interface OwnerRow {
  person: string | null
  agency: string | null
  fromBy: number
  fromAt: string
  untilBy: number | null
  untilAt: string | null
}
