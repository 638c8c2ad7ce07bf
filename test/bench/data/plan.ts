import type { Db } from '../../../server/database/database.ts'
import { moveDates } from '../../../server/plans/actions/action-date.store.ts'
import { findAction } from '../../../server/plans/actions/action.store.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addTestRound } from '../../support/builders/rounds.ts'
import type { BenchBoard } from './board.ts'
import type { Choice } from '../../support/builders/choice.ts'
import { deed, narrative } from './text.ts'

export interface PlanSize {
  recommendations: number
  /** Spread evenly over the recommendations. */
  actions: number
  /** Reports on each action. */
  updates: number
  /** Reports on the first action of the newest plan. */
  mostUpdates: number
}

export interface BenchPlan {
  id: number
  slug: string
  recommendationIds: number[]
  actions: { id: number }[]
}

/** Something that somebody does at a moment. */
export interface BenchEvent {
  at: string
  happens: (trx: Db, at: string) => Promise<void>
}

/** The four values that a row moves between; Blue needs more than a word. */
export const RAGS: readonly Rag[] = ['red', 'amber', 'green', 'not_started']

/** Returns how the board's plan is made in January, reported on from February to November, and asked about in October. */
export function planEvents(
  { slug: partnership, people, plan }: BenchBoard,
  year: number,
  size: PlanSize,
  choice: Choice,
): BenchEvent[] {
  const { head, champion, board } = people
  const addPlan = async (trx: Db, began: string) => {
    const rows = Array.from({ length: size.recommendations }, (_, index) => ({
      text: `make sure, as number ${index + 1}, of what was found: ${deed(choice)}`,
      addressee: 'The Partnership Board',
      keyLines: [1, 2].map((line) => ({ text: deed(choice), reference: `paragraph ${line}.${index + 1}` })),
      board: [{ personId: choice.of(board).personId }],
      service: [{ personId: champion.personId }],
    }))
    const title = `Improvement plan ${year} to ${year + 1}`
    const { id, recommendationIds } = await addTestPlan(trx, head, {
      slug: plan.slug,
      title,
      rows,
      partnership,
      began,
    })
    Object.assign(plan, { id, recommendationIds })
  }
  const addAction = async (trx: Db, createdAt: string, index: number) => {
    const recommendationId = plan.recommendationIds[index % size.recommendations] ?? 0
    const id = await addTestAction(trx, head, recommendationId, {
      description: deed(choice),
      desiredOutcome: deed(choice),
      successMeasure: 'Share of the cases in which a review found it so',
      baseline: '41%',
      target: '90%',
      owners: [{ personId: (index % 2 === 0 ? head : champion).personId }],
      startsOn: `${year}-02-01`,
      targets: [{ on: `${year + 1}-03-31` }],
      createdAt,
    })
    plan.actions.push({ id })
  }
  const slip = async (trx: Db, at: string, index: number) => {
    const here = await hereFor(trx, head, partnership, () => at)
    const action = await findAction(trx, here, plan.actions[index]?.id ?? 0)
    if (action === undefined) throw new Error('there is no action to slip')
    const dates = {
      startsOn: action.startsOn,
      targetOn: `${year + 2}-03-31`,
      reason: 'The contract came late',
    }
    await moveDates(trx, here, action, dates)
  }
  const report = async (trx: Db, sentAt: string, index: number) => {
    const by = choice.of([head, champion])
    const rag = choice.of(RAGS)
    const late = rag === 'red' || rag === 'amber'
    await addTestUpdate(trx, by, plan.actions[index]?.id ?? 0, {
      rag,
      narrative: narrative(choice),
      reason: late ? 'The agency that was to send a worker has nobody to send yet' : '',
      recovery: late ? 'A worker from health helps two days a week until then' : '',
      sentAt,
      neededAcceptance: by === champion,
      ...(by === champion ? { decision: { decision: 'accepted', by: head } } : {}),
      ...(choice.below(12) === 0
        ? { evidenceUrl: 'https://evidence.example/note', evidenceDatedOn: sentAt.slice(0, 10) }
        : {}),
    })
  }
  const openRound = async (trx: Db, openedAt: string) => {
    await addTestRound(trx, head, { planId: plan.id, year, openedAt })
  }
  const eachAction = Array.from({ length: size.actions }, (_, index) => index)
  return [
    { at: `${year}-01-12T09:00:00.000Z`, happens: addPlan },
    ...eachAction.flatMap((index): BenchEvent[] => [
      { at: `${year}-01-19T09:00:00.000Z`, happens: (trx, at) => addAction(trx, at, index) },
      ...reportMoments(year, index === 0 ? size.mostUpdates : size.updates).map((at) => ({
        at,
        happens: (trx: Db) => report(trx, at, index),
      })),
      ...(choice.below(3) === 0
        ? [{ at: `${year}-09-01T09:00:00.000Z`, happens: (trx: Db, at: string) => slip(trx, at, index) }]
        : []),
    ]),
    { at: `${year}-10-01T09:00:00.000Z`, happens: openRound },
  ]
}

/** They come evenly from February to November. */
function reportMoments(year: number, number: number): string[] {
  const began = Date.UTC(year, 1, 2, 10)
  const ended = Date.UTC(year, 10, 2, 10)
  return Array.from({ length: number }, (_, index) =>
    new Date(began + Math.floor(((ended - began) * index) / number)).toISOString(),
  )
}
