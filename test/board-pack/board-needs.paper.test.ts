import { expect, test } from '@jest/globals'
import { needsBlocks } from '../../server/board-pack/board-needs.paper.ts'
import type { AgendaRow } from '../../server/meetings/agenda/agenda-building.store.ts'
import type { PlanRow } from '../../server/plans/recommendations/plan-row.store.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { action, agreed, row, service, tbc } from '../support/builders/plan-rows.ts'

/** As the agenda has a row. */
function onAgenda(one: PlanRow, slippedActions: number[] = []): AgendaRow {
  const { progress } = one
  const warnedOf = (warning: string) =>
    progress.actions.filter(({ warnings }) => warnings.some((is) => is === warning))
  return {
    ...one,
    slippedActions,
    need: {
      recommendationId: one.id,
      number: one.number,
      text: one.text,
      agreed: progress.agreed?.rag,
      suggested: progress.suggested,
      quartersAtRed: progress.quartersAtRed,
      overdue: warnedOf('overdue').length,
      slipped: slippedActions.length,
      withoutOwner: warnedOf('no_owner').length,
      noBoardChampion: progress.gaps.includes('board'),
      noServiceChampion: progress.gaps.includes('service'),
    },
  }
}

const calm = action({ rag: 'green' })
const asking = { ...calm, lastUpdate: { ...calm.lastUpdate!, askOfBoard: 'Write to the trust.' } }
const fine = onAgenda(row(1, { actions: [calm] }))
const isBlue = agreed('blue', '2026-09-10')

test.each<{ says: string; holds: AgendaRow[]; fails: AgendaRow[]; hasMet?: boolean; instead?: string }>([
  {
    says: 'None of the plan’s 1 recommendation is Red, overdue, slipped or unowned.',
    holds: [fine],
    fails: [onAgenda(row(1, { actions: [action({ rag: 'red' })] }))],
    instead: '1 of the plan’s 1 recommendation is Red, overdue, slipped or unowned, the worst at the top.',
  },
  { says: 'None of the plan’s', holds: [fine], fails: [], instead: 'The plan has no recommendations yet.' },
  {
    says: 'No action is Red or overdue, and none was put off since the last meeting.',
    holds: [fine],
    fails: [onAgenda(row(1, { actions: [calm] }), [31])],
    instead: '1 action is Red or overdue, or was put off since the last meeting.',
  },
  {
    says: 'since the last meeting',
    holds: [fine],
    fails: [fine],
    hasMet: false,
    instead: 'No action is Red or overdue, and none was put off.',
  },
  {
    says: 'Every open recommendation has its champions and every open action its owner.',
    holds: [
      fine,
      onAgenda(
        row(2, { agreedRags: [isBlue], champions: [tbc], actions: [action({ rag: 'blue', owners: [] })] }),
      ),
    ],
    fails: [onAgenda(row(1, { champions: [tbc, service], actions: [action({ owners: [] })] }))],
    instead: 'Recommendation 1 has no board champion.',
  },
  {
    says: 'Action 3.1 has no owner: ',
    holds: [onAgenda(row(1, { actions: [action({ owners: [] })] }))],
    fails: [fine],
  },
  {
    says: 'No report that counts asks anything of the board.',
    holds: [fine],
    fails: [onAgenda(row(1, { actions: [asking] }))],
    instead: 'Write to the trust.',
  },
  {
    says: 'Nothing agreed yet',
    holds: [onAgenda(row(1, { actions: [action({ rag: 'red' })] }))],
    fails: [
      onAgenda(row(1, { actions: [action({ rag: 'red' })], agreedRags: [agreed('red', '2026-09-10')] })),
    ],
    instead: 'on 10 September 2026',
  },
])('the pack says “$says” only where it holds', ({ says, holds, fails, hasMet = true, instead }) => {
  const wordsOf = (rows: AgendaRow[], met: boolean) =>
    JSON.stringify(needsBlocks(rows, DEFAULT_RAG_WORDS, met))
  expect(wordsOf(holds, true)).toContain(says)
  expect(wordsOf(fails, hasMet)).not.toContain(says)
  if (instead !== undefined) expect(wordsOf(fails, hasMet)).toContain(instead)
})
