import { may } from '../../partnerships/permissions.rules.ts'
import { type Role } from '../../shared/role.ts'
import { agreeRag, recordForChair, takeMinutes } from './meeting.noun.ts'

/**
 * Scheduled → in session → draft minutes (it has ended, the minutes are being written up) → finalised (the
 * text is fixed and waits for the next meeting) → approved. Cancelled only before it began.
 */
export type MeetingState =
  'scheduled' | 'in_session' | 'draft_minutes' | 'finalised' | 'approved' | 'cancelled'

export const STATE_WORDS: Record<MeetingState, string> = {
  scheduled: 'Scheduled',
  in_session: 'In session',
  draft_minutes: 'Draft minutes',
  finalised: 'Minutes to approve',
  approved: 'Minutes approved',
  cancelled: 'Cancelled',
}

interface Moments {
  startedAt: string | null
  endedAt: string | null
  cancelledAt: string | null
  finalisedAt: string | null
  approvedAt: string | null
}

/** Returns the state of a meeting from what has happened to it. */
export function meetingState(moments: Moments): MeetingState {
  if (moments.cancelledAt !== null) return 'cancelled'
  if (moments.approvedAt !== null) return 'approved'
  if (moments.finalisedAt !== null) return 'finalised'
  if (moments.endedAt !== null) return 'draft_minutes'
  return moments.startedAt === null ? 'scheduled' : 'in_session'
}

/**
 * Returns whether what a meeting discusses and decides can be recorded: from its beginning until its minutes are
 * finalised.
 */
export function canBeRecorded(state: MeetingState): boolean {
  return state === 'in_session' || state === 'draft_minutes'
}

/** Returns why the agenda and the particulars of a meeting no longer change, or undefined while they do. */
export function whyFixed(state: MeetingState): string | undefined {
  if (state === 'cancelled') return 'This meeting was cancelled: it cannot be changed'
  if (state === 'finalised' || state === 'approved') {
    return 'The minutes of this meeting are finalised, so it cannot be changed. Corrections are added as signed addenda'
  }
  return undefined
}

/**
 * Returns why a meeting can no longer be moved or cancelled, or undefined while it can: until it has begun.
 */
export function whyBegun(state: MeetingState): string | undefined {
  if (state === 'scheduled') return undefined
  if (state === 'cancelled') return 'This meeting was cancelled already'
  return 'This meeting has begun: it can no longer be moved or cancelled'
}

interface Member {
  roles: readonly Role[]
  account: { id: number }
}

/** Who was named for a meeting, besides those whose role it is. */
interface Named {
  /** Who acts for the chair. */
  delegate: { accountId: number } | null
  /** Who takes the minutes. */
  minuteTaker: { accountId: number } | null
}

/** In which part somebody records what the board agreed. */
export type AgreedAs = 'chair' | 'acting_chair' | 'minute_taker'

/**
 * Returns in which part somebody records what the board agreed at a meeting; undefined if they do not. What a minute
 * taker records the chair or the acting chair confirms.
 */
export function agreesAs(
  member: Member & { partnership: { minuteTakerRecords: boolean } },
  meeting: Named,
): AgreedAs | undefined {
  if (may(member.roles, agreeRag)) return 'chair'
  if (actsAsChair(member, meeting)) return 'acting_chair'
  const takes = may(member.roles, recordForChair) || meeting.minuteTaker?.accountId === member.account.id
  return takes && member.partnership.minuteTakerRecords ? 'minute_taker' : undefined
}

/** Returns whether somebody acts as chair of a meeting: the chair and the acting chair. */
export function actsAsChair({ roles, account }: Member, meeting: Pick<Named, 'delegate'>): boolean {
  return may(roles, agreeRag) || meeting.delegate?.accountId === account.id
}

/**
 * Returns whether somebody may record what this meeting discusses: those who take minutes, by their role or named for
 * this meeting, and the acting chair.
 */
export function mayTakeMinutes(member: Member, meeting: Named): boolean {
  return (
    may(member.roles, takeMinutes) ||
    actsAsChair(member, meeting) ||
    meeting.minuteTaker?.accountId === member.account.id
  )
}
