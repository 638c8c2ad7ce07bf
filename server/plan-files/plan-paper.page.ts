import { z } from 'zod'
import { day } from '../web/view-helpers.ts'
import type { Meeting } from '../meetings/record/meeting.store.ts'
import type { PlanPaperChoice } from './plan-paper.path.ts'

/**
 * Returns the form's choices with what is chosen: `of` is what the address asks for, "today", a day or the id of one
 * of the meetings about the plan.
 */
export function planChoices(
  meetings: readonly Meeting[],
  { of, today }: { of: string; today: string },
  choice: PlanPaperChoice,
) {
  const moments = [
    { value: 'today', text: `As at today, ${day(today)}, not yet agreed` },
    ...meetings
      .filter(({ id, finalisedAt }) => finalisedAt !== null || String(id) === of)
      .map(({ id, heldOn, finalisedAt }) => ({
        value: String(id),
        text: finalisedAt === null ? `The meeting of ${day(heldOn)}` : `As agreed on ${day(heldOn)}`,
      })),
  ]
  const isListed = moments.some(({ value }) => value === of) || !z.iso.date().safeParse(of).success
  return {
    momentItems: isListed ? moments : [...moments, { value: of, text: `As at ${day(of)}` }],
    versionItems: [
      { value: 'full', text: 'Members of the partnership', hint: 'With names and what has been reported' },
      {
        value: 'public',
        text: 'The public',
        hint: 'Only what the board agreed, with job titles in place of names',
      },
    ],
    actionItems: [{ value: 'yes', text: 'With the actions beneath each recommendation' }],
    values: {
      of,
      version: choice.forPublic ? 'public' : 'full',
      actions: choice.actions ? ['yes'] : [],
    },
    query: queryOf(of, choice),
  }
}

function queryOf(of: string, { actions, forPublic }: PlanPaperChoice): string {
  const query = new URLSearchParams({ of })
  if (actions) query.set('actions', 'yes')
  if (forPublic) query.set('version', 'public')
  return `?${query.toString()}`
}
