import type { NamedChoice } from '../people/named.ts'
import { updateNeeds, type UpdateFacts } from '../plans/action-state/update-counts.rules.ts'
import { mayReportProgress, type Reporter } from '../plans/updates/progress-update.rules.ts'
import { addDays, startOfDay } from '../shared/calendar-day.ts'

interface Ending {
  /** The last day of the round, YYYY-MM-DD. */
  closesOn: string
  /** When somebody closed it by hand. */
  closedAt: string | null
}

/** Returns whether a round is open on a day: it closes by hand, or by itself at the end of its last day. */
export function roundIsOpen({ closesOn, closedAt }: Ending, today: string): boolean {
  return closedAt === null && today <= closesOn
}

/** Returns the moment from which updates do not belong to a round any more, ISO 8601 in UTC. */
export function roundEnd({ closesOn, closedAt }: Ending): string {
  return closedAt ?? startOfDay(addDays(closesOn, 1))
}

/** The moments between which a round was open. */
interface Span {
  openedAt: string
  endsAt: string
}

/** Returns whether an update was sent while a round was open. */
export function sentInRound({ sentAt }: { sentAt: string }, { openedAt, endsAt }: Span): boolean {
  return sentAt >= openedAt && sentAt < endsAt
}

/**
 * Returns the update that answers a round, from an action's updates, oldest first: the newest that was sent while
 * the round was open and not returned, or else the newest of those that were returned.
 */
export function updateInRound<T extends { sentAt: string; decision: 'accepted' | 'returned' | null }>(
  updates: readonly T[],
  round: Span,
): T | undefined {
  const sent = updates.filter((update) => sentInRound(update, round))
  return sent.findLast(({ decision }) => decision !== 'returned') ?? sent.at(-1)
}

export type ReportState = 'not_yet' | 'returned' | 'to_accept' | 'to_confirm' | 'counts'

/** Returns how far the report on an action has come in a round, from the update that answers it. */
export function reportState(update: UpdateFacts | undefined, acceptanceOn: boolean): ReportState {
  if (update === undefined) return 'not_yet'
  if (update.decision === 'returned') return 'returned'
  const needs = updateNeeds(update, acceptanceOn)
  if (needs === undefined) return 'counts'
  return needs === 'confirmation' ? 'to_confirm' : 'to_accept'
}

/** Returns a state of a report in words; without acceptance an update that counts was only sent. */
export function reportWords(state: ReportState, update: UpdateFacts | undefined): string {
  if (state === 'counts') return update?.decision === 'accepted' ? 'Accepted' : 'Sent'
  return {
    not_yet: 'Not yet',
    returned: 'Returned',
    to_accept: 'Waiting to be accepted',
    to_confirm: 'Waiting to be confirmed',
  }[state]
}

/** Returns whether an action has been reported on: an update has come in that was not returned. */
export function isReported(state: ReportState): boolean {
  return state !== 'not_yet' && state !== 'returned'
}

/**
 * Returns whether a round wants an update on an action from somebody: they were asked by name, or own it now, and may
 * report on it still. `champions` are those of its recommendation.
 */
export function wantsUpdateOf(
  reporter: Reporter,
  action: {
    withdrawn: boolean
    asked: readonly NamedChoice[]
    owners: readonly NamedChoice[]
    champions: readonly NamedChoice[]
  },
): boolean {
  const { personId } = reporter
  const isTheirs = [...action.asked, ...action.owners].some((one) => one.personId === personId)
  return personId !== null && isTheirs && mayReportProgress(reporter, action)
}

/**
 * Returns whom a round asks about an action: its owners, or the service champions of its recommendation if it has
 * none. "TBC" is nobody. Empty: there is nobody to ask.
 */
export function whomToAsk(
  owners: readonly NamedChoice[],
  serviceChampions: readonly NamedChoice[],
): NamedChoice[] {
  const named = (all: readonly NamedChoice[]) =>
    all.filter(({ personId, agencyId }) => personId !== null || agencyId !== null)
  return named(owners).length > 0 ? named(owners) : named(serviceChampions)
}
