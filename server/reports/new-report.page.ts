import { day } from '../web/view-helpers.ts'
import type { ReportablePosition } from './new-report.store.ts'
import { SHIPPED_TEMPLATES } from './templates/shipped-templates.data.ts'
import type { OwnTemplate } from './templates/template.store.ts'

/** Returns a position as the form posts it: "12:3", or "12:" where no meeting has agreed anything. */
export function positionKey({ plan, meeting }: ReportablePosition): string {
  return `${plan.id}:${meeting?.id ?? ''}`
}

/** Returns a position in words, what tells it from the others first: a narrow select cuts off the end. */
export function positionWords({ plan, meeting }: ReportablePosition): string {
  return meeting === null
    ? `No meeting has agreed anything yet: ${plan.title}`
    : `Agreed on ${day(meeting.heldOn)}: ${plan.title}`
}

/** Returns the templates as radios: the council's own by name, then the two that ship. */
export function templateChoices(own: readonly OwnTemplate[]) {
  return [
    ...own.map(({ id, name, sections }) => ({
      value: id,
      text: name,
      hint: sections.map(({ heading }) => heading).join(', '),
    })),
    ...SHIPPED_TEMPLATES.map(({ key, name, about }) => ({ value: key, text: name, hint: about })),
  ]
}
