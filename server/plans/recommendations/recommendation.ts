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

/** The reason that somebody reported for an action, where the board agreed with the report as it stood. */
export interface QuotedReason {
  /** The number of the progress update. */
  update: number
  /** The action, as people say it: "5.3". */
  action: string
  by: string
  reason: string
}

/**
 * How far an agreed RAG has come: recorded by the minute taker and not yet confirmed by the chair, agreed at a meeting
 * whose minutes are not final yet, or final.
 */
export type Standing = 'not_confirmed' | 'not_final' | 'final'

export interface AgreedRag {
  id: number
  rag: Rag
  /** What the champions' reports suggested on the day it was recorded. */
  reportedRag: Rag | null
  /** The board's own; '' where it gave none. */
  reason: string
  /** The champions' reasons, where the board agreed as reported. */
  quotes: QuotedReason[]
  standing: Standing
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
  recordedBy: string
  recordedAt: string
}

/** Returns why a RAG was agreed: the board's reason as it is, the champions' as quotes that say whose they are. */
export function reasonWords({
  reason,
  quotes = [],
}: {
  reason: string
  quotes?: readonly Pick<QuotedReason, 'action' | 'by' | 'reason'>[]
}): string {
  const quoted = quotes.map((one) => `Reason reported by ${one.by} for ${one.action}: ${one.reason}`)
  return [...(reason === '' ? [] : [reason]), ...quoted].join('\n')
}
