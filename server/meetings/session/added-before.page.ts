import type { Here } from '../../partnerships/here.ts'
import { namedText } from '../../people/named.ts'
import { day } from '../../web/view-helpers.ts'
import type { MeetingAction } from '../items/meeting-action.store.ts'

/**
 * Returns what somebody is told whose form has added an action before, and has another one now. It comes back with a key
 * of its own: sent once more, the other action is meant.
 */
export function otherThanAdded({ partnership }: Here, action: MeetingAction) {
  const { id, number, description, owners, dueOn } = action
  const whose = owners.length === 0 ? 'with no owner' : `for ${owners.map(namedText).join('; ')}`
  const until = dueOn === null ? 'with no date' : `by ${day(dueOn)}`
  const said = `You sent this form before. It added action ${number}: “${description}”, ${whose}, ${until}. Nothing is saved of what it says now: change that action and clear these boxes, or save again to add one more action`
  return {
    errors: { actionDescription: said },
    errorSummary: [
      { href: '#actionDescription', text: said },
      {
        href: `/partnerships/${partnership.slug}/actions/${id}`,
        text: `Action ${number}, which was added the first time`,
      },
    ],
  }
}
