import { actsAsChair } from '../meetings/record/meeting.rules.ts'
import type { Here } from '../partnerships/here.ts'
import type { DraftMinutes } from './my-work.store.ts'

/** Returns the meetings whose minutes wait for somebody to finalise them: the chair or the acting chair. */
export function minutesToFinalise(here: Here, unfinalised: readonly DraftMinutes[]): DraftMinutes[] {
  return unfinalised.filter(({ partnershipId, delegateId }) => {
    const delegate = delegateId === null ? null : { accountId: delegateId }
    return partnershipId === here.partnership.id && actsAsChair(here, { delegate })
  })
}
