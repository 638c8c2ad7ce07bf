import { z } from 'zod'
import type { MinutesDocument } from './minutes-document.rules.ts'

const person = z.object({ name: z.string(), jobTitle: z.string(), agency: z.string().nullable() })
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
const when = z.object({ name: z.string(), at: z.string() })

/** Minutes of the first version, which bear no `v` and hold the quorum, the quarter and titles as they were said. */
const minutesV1 = z.object({
  board: z.object({ name: z.string(), councilName: z.string(), serviceName: z.string() }),
  plan: z.string(),
  heldOn: z.string(),
  startsAt: z.string(),
  place: z.string(),
  link: z.string(),
  quarter: z.string(),
  chair: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  present: z.array(person),
  deputies: z.array(z.object({ name: z.string(), agency: z.string().nullable(), insteadOf: person })),
  apologies: z.array(person),
  absent: z.array(person),
  inAttendance: z.array(person),
  notRecorded: z.array(person),
  quorum: z.string(),
  missingAgencies: z.array(z.string()),
  cameLate: z.array(when),
  leftEarly: z.array(when),
  interests: z.array(z.object({ name: z.string(), interest: z.string() })),
  items: z.array(
    z.object({
      id: z.number(),
      number: z.number(),
      kind,
      title: z.string(),
      note: z.string(),
      recommendation: z
        .object({ number: z.number(), text: z.string(), champions: z.array(z.string()) })
        .nullable(),
      discussion: z.string(),
      challenges: z.array(z.object({ askedBy: z.string(), question: z.string(), answer: z.string() })),
      decision: z.string(),
      decisionOpen: z.boolean(),
      rag: z
        .object({
          reported: rag.nullable(),
          agreed: rag,
          before: rag.nullable(),
          movement: z.enum(['improved', 'worsened', 'unchanged', 'new', 'completed']),
          reason: z.string(),
        })
        .nullable(),
      actions: z.array(
        z.object({
          id: z.number(),
          number: z.string(),
          description: z.string(),
          owners: z.array(z.string()),
          dueOn: z.string().nullable(),
        }),
      ),
      done: z.array(z.object({ decision: z.string(), heldOn: z.string(), note: z.string() })),
      earlierMinutes: z.object({ heldOn: z.string(), approved: z.boolean() }).nullable(),
    }),
  ),
  takenOff: z.array(
    z.object({
      title: z.string(),
      how: z.enum(['removed', 'deferred']),
      reason: z.string(),
      toMeetingOn: z.string().nullable(),
    }),
  ),
  nextMeeting: z.object({ heldOn: z.string(), startsAt: z.string(), place: z.string() }).nullable(),
  ragWords: z.array(z.object({ rag, word: z.string(), meaning: z.string() })),
  auditHead: z.object({ length: z.number(), hash: z.string() }).optional(),
})

/** Returns minutes of version 1 as the newest version has them, or undefined if they are not of that shape. */
export function readMinutesV1(value: unknown): MinutesDocument | undefined {
  const { success, data } = minutesV1.safeParse(value)
  if (!success) return undefined
  const { auditHead, ...said } = data
  return {
    ...said,
    v: 1,
    quarter: { said: said.quarter },
    quorum: { said: said.quorum },
    items: said.items.map((item) => ({
      ...item,
      title: { said: item.title },
      recommendation: item.recommendation && {
        ...item.recommendation,
        champions: item.recommendation.champions.map((name) => ({ name, agency: null })),
      },
      actions: item.actions.map((action) => ({
        ...action,
        owners: action.owners.map((name) => ({ name, agency: null })),
      })),
    })),
    takenOff: said.takenOff.map((item) => ({ ...item, title: { said: item.title } })),
    ...(auditHead && { auditHead }),
  }
}
