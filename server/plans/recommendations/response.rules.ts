import type { ResponseWord } from './recommendation.ts'

/** What our response to the inspectorate is called. */
export const RESPONSE_WORDS: Record<ResponseWord, string> = {
  agreed: 'Agreed',
  partly_agreed: 'Partly agreed',
  not_agreed: 'Not agreed',
}
