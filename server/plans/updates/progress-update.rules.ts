import { may } from '../../partnerships/permissions.rules.ts'
import { type Role } from '../../shared/role.ts'
import type { NamedChoice } from '../../people/named.ts'
import { hasWorsened, type Rag, RAGS } from '../../shared/rag.ts'
import { acceptUpdates, confirmBlue, reportAnyProgress } from './progress-update.noun.ts'

/** Somebody who may report progress, or not. */
export interface Reporter {
  roles: readonly Role[]
  /** The person of the partnership that the account is. */
  personId: number | null
}

/**
 * Returns whether somebody may report progress on an action: the roles that may on any, its owners, and the
 * champions of its recommendation, each by name. An agency that is named gives the right to nobody: its people are
 * named one by one.
 */
export function mayReportProgress(
  { roles, personId }: Reporter,
  action: { withdrawn: boolean; owners: readonly NamedChoice[]; champions: readonly NamedChoice[] },
): boolean {
  if (action.withdrawn) return false
  if (may(roles, reportAnyProgress)) return true
  return personId !== null && [...action.owners, ...action.champions].some((one) => one.personId === personId)
}

interface Decider {
  roles: readonly Role[]
  account: { id: number }
}

/** Returns whether somebody may accept or return an update: never their own. */
export function mayDecide({ roles, account }: Decider, update: { sentById: number }): boolean {
  return may(roles, acceptUpdates) && account.id !== update.sentById
}

/** Returns whether somebody may confirm an update that says Blue: never their own. */
export function mayConfirm({ roles, account }: Decider, update: { sentById: number }): boolean {
  return may(roles, confirmBlue) && account.id !== update.sentById
}

/** Returns whether a RAG needs a reason: red, amber, and whatever is worse than the one before. */
export function reasonNeeded(before: Rag | undefined, now: Rag): boolean {
  return now === 'red' || now === 'amber' || hasWorsened(before, now)
}

/** Returns the RAGs that need a reason after this one, for the form to ask only then. */
export function ragsThatNeedReason(before: Rag | undefined): Rag[] {
  return RAGS.filter((rag) => reasonNeeded(before, rag))
}

/** A report as its form gives it. `unchanged` keeps the RAG that counts. */
interface ProgressReport {
  rag?: Rag | 'unchanged' | undefined
  unchangedReason: string
  narrative: string
  reason: string
  recovery: string
  blockedBy: string
  askOfBoard: string
  measuredValue: string
  evidenceTitle: string
  evidenceDate: string | null
  evidenceUrl: string
}

interface Reported {
  rag: Rag | undefined
  waiting: object | undefined
}

/**
 * Returns whether "Nothing has changed" can be said: of a RAG that counts, is not Blue, and awaits no newer one.
 */
export function mayStayUnchanged({ rag, waiting }: Reported): boolean {
  return rag !== undefined && rag !== 'blue' && waiting === undefined
}

/**
 * Returns what a report on an action still lacks: a message by field, in the order of the form; empty where it is
 * whole. `today` is the day of sending.
 */
export function missingParts(
  report: ProgressReport,
  action: Reported,
  { hasFile, today }: { hasFile: boolean; today: string },
): Record<string, string> {
  const missing: Record<string, string> = {}
  const { rag } = report
  if (rag === undefined || (rag === 'unchanged' && !mayStayUnchanged(action))) {
    missing['rag'] = 'Choose how the action stands now'
  }
  if (rag === 'unchanged') {
    if (report.unchangedReason === '') missing['unchangedReason'] = 'Enter why nothing has changed'
    if (report.narrative !== '') {
      missing['narrative'] =
        'Send what you wrote here as an update, or clear it to say that nothing has changed'
    }
  } else {
    if (report.narrative === '') missing['narrative'] = 'Enter what has happened'
    if (rag !== undefined && reasonNeeded(action.rag, rag) && report.reason === '') {
      missing['reason'] = 'Enter why the action is at risk, off track or worse than before'
    }
    if (rag === 'amber' && report.recovery === '') missing['recovery'] = 'Enter what will put it right'
  }
  return { ...missing, ...missingEvidence(report, hasFile, today) }
}

function missingEvidence(report: ProgressReport, hasFile: boolean, today: string): Record<string, string> {
  const { evidenceTitle, evidenceDate, evidenceUrl } = report
  const missing: Record<string, string> = {}
  const shown = hasFile || evidenceUrl !== ''
  if (!shown && evidenceTitle === '' && evidenceDate === null && report.rag !== 'blue') return missing
  if (evidenceTitle === '') missing['evidenceTitle'] = 'Enter a title for the evidence'
  if (evidenceDate === null) missing['evidenceDate'] = 'Enter the date of the evidence'
  else if (evidenceDate > today) {
    missing['evidenceDate'] = 'The date of the evidence must be today or in the past'
  }
  if (!shown) {
    missing['file'] =
      report.rag === 'blue'
        ? 'Choose a file or enter a link: an action can be reported complete only with evidence'
        : 'Choose a file or enter a link for the evidence'
  }
  return missing
}

/** Returns the update that a whole report on an action makes, without its evidence. */
export function updateOf(report: ProgressReport, { rag }: Pick<Reported, 'rag'>) {
  const { narrative, reason, recovery, blockedBy, askOfBoard, measuredValue } = report
  const asked = { blockedBy, askOfBoard, measuredValue }
  if (report.rag !== 'unchanged') {
    if (report.rag === undefined) throw new Error('a report without a RAG is not whole')
    return { rag: report.rag, nothingChanged: false, narrative, reason, recovery, ...asked }
  }
  if (rag === undefined) throw new Error('there is no RAG to stay at')
  return {
    rag,
    nothingChanged: true,
    narrative: 'Nothing has changed since the last update.',
    reason: report.unchangedReason,
    recovery: '',
    ...asked,
  }
}

/** Returns what the sender is told about an update with this RAG. */
export function sentWords(rag: Rag, acceptanceOn: boolean): string {
  const confirmed = 'somebody else confirms that the action is complete'
  if (rag === 'blue') {
    return `Your update was sent. It counts once ${acceptanceOn ? 'it is accepted and ' : ''}${confirmed}.`
  }
  return acceptanceOn ? 'Your update was sent. It counts once it is accepted.' : 'Your update was sent.'
}
