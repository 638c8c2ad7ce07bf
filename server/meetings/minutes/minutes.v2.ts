import { z } from 'zod'
import type { MinutesDocument } from './minutes-document.rules.ts'
import { minutesWordsV2 } from './minutes-words.v2.ts'
import { sealedRagWords, ragWordsIn } from '../../plans/position/rag-words.v2.ts'

const person = z.strictObject({ name: z.string(), jobTitle: z.string(), agency: z.string().nullable() })
// The values as this version has them, whatever the code calls them later.
const rag = z.enum(['not_started', 'red', 'amber', 'green', 'blue'])
const kind = z.enum([
  'apologies',
  'declarations',
  'last_minutes',
  'matters_arising',
  'recommendation',
  'indicators',
  'added',
  'other_business',
  'next_meeting',
])
const when = z.strictObject({ name: z.string(), at: z.string() })
/** Name is null where nobody was named yet. */
const party = z.strictObject({ name: z.string().nullable(), agency: z.string().nullable() })

/** What an item of the agenda is called: by what it is, or as somebody typed it. */
const title = z.union([
  z.strictObject({ said: z.string() }),
  z.strictObject({ kind }),
  z.strictObject({ minutesOf: z.string() }),
  z.strictObject({ recommendation: z.number(), wording: z.string() }),
])

/** What the board agreed under an item. */
export const ragV2 = z.strictObject({
  reported: rag.nullable(),
  agreed: rag,
  before: rag.nullable(),
  movement: z.enum(['improved', 'worsened', 'unchanged', 'new', 'completed']),
  reason: z.string(),
})

export const itemV2 = z.strictObject({
  id: z.number(),
  number: z.number(),
  kind,
  title,
  note: z.string(),
  recommendation: z
    .strictObject({ number: z.number(), text: z.string(), champions: z.array(party) })
    .nullable(),
  discussion: z.string(),
  challenges: z.array(z.strictObject({ askedBy: z.string(), question: z.string(), answer: z.string() })),
  decision: z.string(),
  decisionOpen: z.boolean(),
  rag: ragV2.nullable(),
  actions: z.array(
    z.strictObject({
      id: z.number(),
      number: z.string(),
      description: z.string(),
      owners: z.array(party),
      dueOn: z.string().nullable(),
    }),
  ),
  done: z.array(z.strictObject({ decision: z.string(), heldOn: z.string(), note: z.string() })),
  earlierMinutes: z.strictObject({ heldOn: z.string(), approved: z.boolean() }).nullable(),
})

/** Minutes of the second version: facts in place of the sentences that the tracker wrote. */
export const minutesV2 = z.strictObject({
  v: z.literal(2),
  board: z.strictObject({ name: z.string(), councilName: z.string(), serviceName: z.string() }),
  plan: z.string(),
  heldOn: z.string(),
  startsAt: z.string(),
  place: z.string(),
  link: z.string(),
  quarter: z.strictObject({ year: z.number(), quarter: z.number() }),
  chair: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  present: z.array(person),
  deputies: z.array(z.strictObject({ name: z.string(), agency: z.string().nullable(), insteadOf: person })),
  apologies: z.array(person),
  absent: z.array(person),
  inAttendance: z.array(person),
  notRecorded: z.array(person),
  quorum: z.strictObject({
    recorded: z.boolean(),
    quorate: z.boolean().nullable(),
    members: z.number(),
    represented: z.number(),
    membersNeeded: z.number().nullable(),
    agencies: z.number(),
    agenciesRepresented: z.number(),
    agenciesNeeded: z.number().nullable(),
  }),
  missingAgencies: z.array(z.string()),
  cameLate: z.array(when),
  leftEarly: z.array(when),
  interests: z.array(z.strictObject({ name: z.string(), interest: z.string() })),
  items: z.array(itemV2),
  takenOff: z.array(
    z.strictObject({
      title,
      how: z.enum(['removed', 'deferred']),
      reason: z.string(),
      toMeetingOn: z.string().nullable(),
    }),
  ),
  nextMeeting: z.strictObject({ heldOn: z.string(), startsAt: z.string(), place: z.string() }).nullable(),
  ragWords: sealedRagWords,
  auditHead: z.strictObject({ length: z.number(), hash: z.string() }),
})

/** Returns minutes of version 2 as the newest version has them, or undefined if they are not of that shape. */
export function readMinutesV2(value: unknown): MinutesDocument | undefined {
  const { success, data } = minutesV2.safeParse(value)
  return success ? { ...data, ragWords: ragWordsIn(data.ragWords, minutesWordsV2.ragWords) } : undefined
}
