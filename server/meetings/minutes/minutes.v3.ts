import { z } from 'zod'
import { ownRagWords, ragWordsIn } from '../../plans/position/rag-words.v2.ts'
import type { MinutesDocument } from './minutes-document.rules.ts'
import { minutesWordsV3 } from './minutes-words.v3.ts'
import { itemV2, minutesV2, ragV2 } from './minutes.v2.ts'

const rag = ragV2.extend({
  quotes: z.array(z.strictObject({ action: z.string(), by: z.string(), reason: z.string() })),
  recorded: z
    .strictObject({
      as: z.enum(['chair', 'acting_chair', 'minute_taker']),
      by: z.string(),
      confirmedBy: z.string().nullable(),
    })
    .nullable(),
})

/** Minutes of the third version: besides, who recorded and confirmed, and what nobody recorded. */
const minutesV3 = minutesV2.extend({
  v: z.literal(3),
  items: z.array(itemV2.extend({ rag: rag.nullable() })),
  record: z.strictObject({
    chairWas: z.enum(['present', 'not_there', 'not_recorded']),
    actingChair: z.string().nullable(),
    minuteTaker: z.string().nullable(),
    writtenBy: z.array(z.string()),
    noApologies: z.boolean(),
    noInterests: z.boolean(),
  }),
})

/** Returns minutes of version 3 as the newest version has them, or undefined if they are not of that shape. */
export function readMinutesV3(value: unknown): MinutesDocument | undefined {
  const { success, data } = minutesV3.safeParse(value)
  return success ? { ...data, ragWords: ragWordsIn(data.ragWords, minutesWordsV3.ragWords) } : undefined
}

/** Returns minutes as they are sealed; throws if they say anything that version 3 has no place for. */
export function toMinutesV3(document: MinutesDocument): z.infer<typeof minutesV3> {
  return minutesV3.parse({ ...document, ragWords: ownRagWords(document.ragWords, minutesWordsV3.ragWords) })
}
