import { z } from 'zod'
import type { Paper } from '../../paper/paper.ts'

/** A report of the first version, which bears no `v`: the paper itself, block by block, as it was printed. */
const reportV1 = z.looseObject({
  title: z.string(),
  subject: z.string(),
  madeAt: z.string(),
  brand: z.looseObject({
    councilName: z.string(),
    boardName: z.string(),
    colour: z.string(),
    logo: z.looseObject({ png: z.string(), width: z.number(), height: z.number() }).nullable(),
  }),
  header: z.looseObject({ left: z.string(), right: z.string() }),
  footer: z.array(z.string()),
  marking: z.string().nullable(),
  cover: z.looseObject({ title: z.string() }).nullable(),
  contents: z.boolean(),
  sections: z.array(
    z.looseObject({
      orientation: z.enum(['portrait', 'landscape']),
      blocks: z.array(
        z.looseObject({
          kind: z.enum(['heading', 'paragraph', 'list', 'facts', 'rag-key', 'table', 'chart', 'page-break']),
        }),
      ),
    }),
  ),
})

/** Returns the paper that a report of version 1 is, or undefined if it is not of that shape. */
export function readReportV1(value: unknown): Paper | undefined {
  const { success, data } = reportV1.safeParse(value)
  // The schema checks what a paper is made of; what stands in each block is checked by its checksum.
  return success ? (data as unknown as Paper) : undefined
}
