import { z } from 'zod'
import type { Named } from '../../people/named.ts'
import type { LastUpdate } from '../action-state/counting-update.store.ts'
import type { PlanPosition, PositionAgreed } from './plan-position.rules.ts'
import { positionWordsV2 } from './position-words.v2.ts'
import { ownRagWords, ragWordsIn, sealedRagWords } from './rag-words.v2.ts'

// The values as this version has them, whatever the code calls them later.
const rag = z.enum(['not_started', 'red', 'amber', 'green', 'blue'])
/** The name is null of nobody yet: neither a person nor an agency. */
const named = z.strictObject({
  personId: z.number().nullable(),
  agencyId: z.number().nullable(),
  name: z.string().nullable(),
  jobTitle: z.string(),
  agencyName: z.string().nullable(),
})
const warning = z.enum([
  'overdue',
  'green_though_overdue',
  'no_owner',
  'without_update',
  'no_target_date',
  'due_soon',
])
const side = z.enum(['board', 'service'])
const agreed = z.strictObject({
  rag,
  reportedRag: rag.nullable(),
  reason: z.string(),
  agreedOn: z.string(),
})

/** A position of the second version: facts in place of the words that come with the tracker. */
export const positionV2 = z.strictObject({
  v: z.literal(2),
  partnership: z.strictObject({ name: z.string(), serviceName: z.string(), councilName: z.string() }),
  plan: z.strictObject({ id: z.number(), title: z.string() }),
  inspection: z
    .strictObject({
      service: z.string(),
      published: z.string().nullable(),
      overallRating: z.string().nullable(),
    })
    .nullable(),
  asAt: z.string(),
  ragWords: sealedRagWords,
  rows: z.array(
    z.strictObject({
      id: z.number(),
      number: z.number(),
      text: z.string(),
      reportText: z.string().nullable(),
      addressee: z.string(),
      deadline: z.string().nullable(),
      response: z
        .strictObject({ response: z.enum(['agreed', 'partly_agreed', 'not_agreed']), reason: z.string() })
        .nullable(),
      keyLines: z.array(z.strictObject({ text: z.string(), reference: z.string() })),
      champions: z.array(named.extend({ side })),
      agreed: agreed.nullable(),
      agreedBefore: agreed.nullable(),
      suggested: rag.nullable(),
      movement: z.enum(['improved', 'worsened', 'unchanged', 'new', 'completed']).nullable(),
      quartersAtRed: z.number(),
      timesSlipped: z.number(),
      gaps: z.array(side),
      actions: z.array(
        z.strictObject({
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
          moves: z.array(z.strictObject({ from: z.string(), to: z.string(), reason: z.string() })),
          rag: rag.nullable(),
          previousRag: rag.nullable(),
          lastUpdate: z
            .strictObject({
              id: z.number(),
              rag,
              /** Null where the tracker wrote that nothing has changed: `nothingChanged` says so. */
              narrative: z.string().nullable(),
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

export type PositionV2 = z.infer<typeof positionV2>

/** Returns a position of version 2 as the newest version has it, or undefined if it is not of that shape. */
export function readPositionV2(value: unknown): PlanPosition | undefined {
  const { success, data } = positionV2.safeParse(value)
  return success ? fromPositionV2(data) : undefined
}

/** Returns a position of version 2 as the newest version has it. */
export function fromPositionV2(position: PositionV2): PlanPosition {
  return {
    ...position,
    ragWords: ragWordsIn(position.ragWords, positionWordsV2.ragWords),
    rows: position.rows.map((row) => ({
      ...row,
      champions: row.champions.map((one) => ({ ...one, name: nameIn(one) })),
      actions: row.actions.map((action) => ({
        ...action,
        owners: action.owners.map((one) => ({ ...one, name: nameIn(one) })),
        lastUpdate: action.lastUpdate && {
          ...action.lastUpdate,
          narrative: action.lastUpdate.narrative ?? positionWordsV2.nothingHasChanged,
        },
      })),
    })),
  }
}

/** Returns a position as it is sealed; throws if it says anything that version 2 has no place for. */
export function toPositionV2(position: PlanPosition): PositionV2 {
  return positionV2.parse({
    ...position,
    v: 2,
    ragWords: ownRagWords(position.ragWords, positionWordsV2.ragWords),
    rows: position.rows.map((row) => ({
      ...row,
      agreed: withoutStanding(row.agreed),
      agreedBefore: withoutStanding(row.agreedBefore),
      champions: row.champions.map((one) => ({ ...one, name: sealedName(one) })),
      actions: row.actions.map((action) => ({
        ...action,
        owners: action.owners.map((one) => ({ ...one, name: sealedName(one) })),
        lastUpdate: action.lastUpdate && {
          ...action.lastUpdate,
          narrative: sealedNarrative(action.lastUpdate),
        },
      })),
    })),
  })
}

/** Version 2 has no place for whether the minutes of the meeting were final. */
export function withoutStanding(agreed: PositionAgreed | null): PositionAgreed | null {
  if (agreed === null) return null
  const { rag, reportedRag, reason, agreedOn } = agreed
  return { rag, reportedRag, reason, agreedOn }
}

/** A person's name is null, too, where the public may not have it. */
function nameIn({
  personId,
  agencyId,
  name,
}: { [Key in 'personId' | 'agencyId']: number | null } & { name: string | null }): string {
  return name ?? (personId === null && agencyId === null ? positionWordsV2.nobodyYet : '')
}

function sealedName({ personId, agencyId, name }: Named): string | null {
  return (personId === null && agencyId === null) || name === '' ? null : name
}

function sealedNarrative({ nothingChanged, narrative }: LastUpdate): string | null {
  return nothingChanged && narrative === positionWordsV2.nothingHasChanged ? null : narrative
}
