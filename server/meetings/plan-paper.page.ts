import type { Here } from '../partnerships/here.ts'
import type { Plan } from '../plans/plan.store.ts'
import { today } from '../shared/calendar-day.ts'
import { day } from '../web/view-helpers.ts'
import type { Meeting } from './meeting.store.ts'
import type { PlanPaperChoice } from './plan-paper.store.ts'

/** Gives what the form offers and what of it is chosen: moments of the plan, the latest meeting first. */
export function planChoices(meetings: readonly Meeting[], choice: PlanPaperChoice) {
  const chosen = momentValue(choice)
  const items = [
    { value: 'today', text: `As at today, ${day(today())}, not yet agreed` },
    ...meetings
      .filter(({ id, finalisedAt }) => finalisedAt !== null || String(id) === chosen)
      .map(({ id, heldOn, finalisedAt }) => ({
        value: String(id),
        text: finalisedAt === null ? `The meeting of ${day(heldOn)}` : `As agreed on ${day(heldOn)}`,
      })),
  ]
  const past = items.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, text: `As at ${day(chosen)}, from the history of the plan` }]
  return {
    momentItems: [...items, ...past],
    actionItems: [{ value: 'yes', text: 'With the actions beneath each recommendation' }],
    versionItems: [
      { value: 'full', text: 'Members of the partnership', hint: 'With names and what has been reported' },
      {
        value: 'public',
        text: 'The public',
        hint: 'What the board agreed alone, with job titles in place of names',
      },
    ],
    values: {
      of: chosen,
      actions: choice.actions ? ['yes'] : [],
      version: choice.forPublic ? 'public' : 'full',
    },
  }
}

/** Gives the part of an address that asks for exactly these choices, with its question mark. */
export function queryOf(choice: PlanPaperChoice): string {
  const query = new URLSearchParams({ of: momentValue(choice) })
  if (choice.actions) query.set('actions', 'yes')
  if (choice.forPublic) query.set('version', 'public')
  return `?${query.toString()}`
}

/** Gives what the name of the file is made of: "northmoor-plan-2026-27-as-agreed-2026-12-04". */
export function fileParts(
  { partnership }: Here,
  { slug }: Plan,
  { of, forPublic }: PlanPaperChoice,
): string[] {
  return [
    partnership.councilName,
    'plan',
    slug,
    ...(forPublic ? ['public'] : []),
    'meeting' in of ? `agreed ${of.meeting.heldOn}` : of.day,
  ]
}

function momentValue({ of }: PlanPaperChoice): string {
  if ('meeting' in of) return String(of.meeting.id)
  return of.day === today() ? 'today' : of.day
}
