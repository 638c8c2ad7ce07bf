import type { Named } from '../../people/named.ts'
import type { Rag } from '../../shared/rag.ts'

export type Side = 'board' | 'service'

/** A champion; with neither person nor agency somebody wrote "TBC". */
export interface Champion extends Named {
  side: Side
}

export interface KeyLine {
  id: number
  /** The finding it quotes, if it quotes one. */
  findingId: number | null
  text: string
  /** The wording of the finding in the report. */
  reportText: string | null
  /** Where it stands in the report, as people quote it. */
  reference: string
  position: number
}

export const RESPONSES = ['agreed', 'partly_agreed', 'not_agreed'] as const

export type ResponseWord = (typeof RESPONSES)[number]

/** What our response to the inspectorate is called. */
export const RESPONSE_WORDS: Record<ResponseWord, string> = {
  agreed: 'Agreed',
  partly_agreed: 'Partly agreed',
  not_agreed: 'Not agreed',
}

export interface AgreedRag {
  id: number
  rag: Rag
  /** What the champions' reports suggested on the day it was recorded. */
  reportedRag: Rag | null
  reason: string
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
  recordedBy: string
  recordedAt: string
}
