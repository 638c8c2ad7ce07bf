import { z } from 'zod'
import type { PlanPosition } from './plan-position.rules.ts'

// The values as this version has them, whatever the code calls them later.
const rag = z.enum(['not_started', 'red', 'amber', 'green', 'blue'])
const named = z.object({
  personId: z.number().nullable(),
  agencyId: z.number().nullable(),
  name: z.string(),
  jobTitle: z.string(),
  agencyName: z.string().nullable(),
})
const warning = z.enum([
  'overdue',
  'green_though_overdue',
  'no_owner',
  'silent',
  'no_target_date',
  'due_soon',
])
const side = z.enum(['board', 'service'])
const agreed = z.object({
  rag,
  reportedRag: rag.nullable(),
  reason: z.string(),
  agreedOn: z.string(),
})

/** A position of the first version, which bears no `v` and holds every word as it was printed. */
const positionV1 = z.object({
  partnership: z.object({ name: z.string(), serviceName: z.string(), councilName: z.string() }),
  plan: z.object({ id: z.number(), title: z.string() }),
  inspection: z
    .object({
      service: z.string(),
      published: z.string().nullable(),
      overallRating: z.string().nullable(),
    })
    .nullable(),
  asAt: z.string(),
  ragWords: z.array(z.object({ rag, word: z.string(), meaning: z.string() })),
  rows: z.array(
    z.object({
      id: z.number(),
      number: z.number(),
      text: z.string(),
      reportText: z.string().nullable(),
      addressee: z.string(),
      deadline: z.string().nullable(),
      response: z
        .object({ response: z.enum(['agreed', 'partly_agreed', 'not_agreed']), reason: z.string() })
        .nullable(),
      keyLines: z.array(z.object({ text: z.string(), reference: z.string() })),
      champions: z.array(named.extend({ side })),
      agreed: agreed.nullable(),
      agreedBefore: agreed.nullable(),
      suggested: rag.nullable(),
      movement: z.enum(['improved', 'worsened', 'unchanged', 'new', 'completed']).nullable(),
      quartersAtRed: z.number(),
      timesSlipped: z.number(),
      gaps: z.array(side),
      actions: z.array(
        z.object({
          id: z.number(),
          number: z.string(),
          description: z.string(),
          desiredOutcome: z.string(),
          successMeasure: z.string(),
          baseline: z.string(),
          target: z.string(),
          owners: z.array(named),
          startsOn: z.string().nullable(),
          targetOn: z.string().nullable(),
          firstTargetOn: z.string().nullable(),
          moves: z.array(z.object({ from: z.string(), to: z.string(), reason: z.string() })),
          rag: rag.nullable(),
          previousRag: rag.nullable(),
          lastUpdate: z
            .object({
              id: z.number(),
              rag,
              narrative: z.string(),
              reason: z.string(),
              recovery: z.string(),
              blockedBy: z.string(),
              askOfBoard: z.string(),
              measuredValue: z.string(),
              sentAt: z.string(),
              sentBy: z.string(),
              sentById: z.number(),
              nothingChanged: z.boolean(),
              evidence: z.array(z.string()),
            })
            .nullable(),
          warnings: z.array(warning),
        }),
      ),
    }),
  ),
})

/** Returns a position of version 1 as the newest version has it, or undefined if it is not of that shape. */
export function readPositionV1(value: unknown): PlanPosition | undefined {
  const { success, data } = positionV1.safeParse(value)
  if (!success) return undefined
  return {
    ...data,
    v: 1,
    rows: data.rows.map((row) => ({
      ...row,
      actions: row.actions.map((action) => ({
        ...action,
        warnings: action.warnings.map((one) => (one === 'silent' ? 'without_update' : one)),
      })),
    })),
  }
}
