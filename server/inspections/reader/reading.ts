import { z } from 'zod'

/** What the reader looks for. `notFound` lists those of these keys that a report did not give. */
export const soughtKeys = [
  'service',
  'published',
  'fieldworkStarted',
  'framework',
  'overallRating',
  'printedScore',
  'standards',
  'recommendations',
  'foreword',
  'strengths',
  'areasForImprovement',
  'keyQuestions',
] as const

const partialDate = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/)
const line = z.number().int().positive()

const ratedStandardSchema = z.object({
  number: z.string(),
  name: z.string(),
  rating: z.string().nullable(),
  line,
})

const recommendationSchema = z.object({
  number: z.number().int().positive(),
  addressee: z.string(),
  text: z.string(),
  deadline: z.string().nullable(),
  line,
})

const findingSchema = z.object({
  text: z.string(),
  standard: z.string().nullable(),
  section: z.string(),
  line,
})

const keyQuestionSchema = z.object({
  standard: z.string(),
  question: z.string(),
  percent: z.number().int().min(0).max(100),
  line,
})

/** Checks a reading, fresh or stored. Lines are 1-based in the extracted text; dates may lack the day. */
export const readingSchema = z.object({
  service: z.string().nullable(),
  inspectorate: z.string(),
  published: partialDate.nullable(),
  fieldworkStarted: partialDate.nullable(),
  fieldworkEnded: partialDate.nullable(),
  framework: z.enum(['joint-2016', 'hmip-youth-2018', 'hmip-youth-2021', 'hmip-youth-2025']).nullable(),
  overallRating: z.string().nullable(),
  printedScore: z.number().int().nullable(),
  computedScore: z.number().int().nullable(),
  maximumScore: z.number().int().nullable(),
  scoreDisagrees: z.boolean(),
  standards: z.array(ratedStandardSchema),
  recommendations: z.array(recommendationSchema),
  strengths: z.array(findingSchema),
  areasForImprovement: z.array(findingSchema),
  keyQuestions: z.array(keyQuestionSchema),
  foreword: z.string().nullable(),
  notFound: z.array(z.enum(soughtKeys)),
  sources: z.record(z.string(), z.object({ line, text: z.string() })),
})

export type Reading = z.infer<typeof readingSchema>
export type ReadStandard = z.infer<typeof ratedStandardSchema>
export type ReadRecommendation = z.infer<typeof recommendationSchema>
export type ReadFinding = z.infer<typeof findingSchema>
export type ReadKeyQuestion = z.infer<typeof keyQuestionSchema>
export type Sources = Reading['sources']
