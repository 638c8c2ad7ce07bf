import { z } from 'zod'
import { positionV2 } from '../../plans/position/position.v2.ts'

const sentences = z.array(
  z.strictObject({
    text: z.string(),
    /** The record that a drafted sentence came from; null of what somebody wrote, and in public. */
    source: z.strictObject({ label: z.string(), path: z.string() }).nullable(),
  }),
)

const standard = z.strictObject({ number: z.string(), name: z.string(), rating: z.string().nullable() })

/** A report of the second version: what it says, and in its appendices the facts of the inspection and the plan. */
export const reportV2 = z.strictObject({
  v: z.literal(2),
  /** Null of a draft, which is never sealed. */
  number: z.number().nullable(),
  madeAt: z.string(),
  isPublic: z.boolean(),
  brand: z.strictObject({
    councilName: z.string(),
    boardName: z.string(),
    colour: z.string(),
    logo: z
      .strictObject({ png: z.string(), width: z.number(), height: z.number(), alternative: z.string() })
      .nullable(),
  }),
  committee: z.string(),
  meetsOn: z.string().nullable(),
  reportOf: z.string(),
  subject: z.string(),
  /** Null of an open report; else the paragraph of Schedule 12A, or the ground as it was typed. */
  exempt: z
    .union([z.strictObject({ paragraph: z.number() }), z.strictObject({ said: z.string() })])
    .nullable(),
  embargoUntil: z.string().nullable(),
  signedBy: z.string(),
  contact: z.string(),
  opening: z.enum(['table', 'title']),
  numbering: z.enum(['sections', 'paragraphs', 'none']),
  sections: z.array(
    z.strictObject({
      heading: z.string(),
      isNumbered: z.boolean(),
      isContact: z.boolean(),
      text: z.array(
        z.union([z.strictObject({ paragraph: sentences }), z.strictObject({ bullets: z.array(sentences) })]),
      ),
    }),
  ),
  inspection: z
    .strictObject({
      service: z.string(),
      /** YYYY-MM-DD, or YYYY-MM if the report gives no day. */
      fieldwork: z.array(z.string()),
      overallRating: z.string().nullable(),
      printedScore: z.number().nullable(),
      computedScore: z.number().nullable(),
      maximumScore: z.number().nullable(),
      groups: z.array(
        z.strictObject({
          domain: z.strictObject({ number: z.string(), name: z.string() }).nullable(),
          isApart: z.boolean(),
          ratings: z.array(standard),
        }),
      ),
      /** Numbers of the inspectorate's report that do not agree with each other. */
      disagreements: z.array(
        z.union([
          z.strictObject({ unrated: z.array(z.string()) }),
          z.strictObject({ printedScore: z.number(), maximum: z.number(), addsUpTo: z.number() }),
          z.strictObject({ overallRating: z.string(), leadTo: z.string() }),
        ]),
      ),
      recommendations: z.array(
        z.strictObject({ number: z.number(), addressee: z.string(), text: z.string() }),
      ),
    })
    .nullable(),
  plan: z.strictObject({
    title: z.string(),
    agreedOn: z.string().nullable(),
    position: positionV2.nullable(),
  }),
})

/** What a report says, as it is sealed. */
export type ReportDocument = z.infer<typeof reportV2>
