import { createHash } from 'node:crypto'
import type { Db } from '../../database/database.ts'
import { forgetSentDrafts } from '../../drafts/draft.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
import { type Answers, ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Rag } from '../../shared/rag.ts'
import { addEvidence, type Evidence, evidenceAsk, type NewEvidence } from './evidence.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

interface ProgressUpdateFields {
  rag: Rag
  nothingChanged: boolean
  narrative: string
  reason: string
  recovery: string
  blockedBy: string
  askOfBoard: string
  measuredValue: string
}

/** An update with what was decided about it and its evidence. */
export interface ProgressUpdate extends ProgressUpdateFields {
  id: number
  actionId: number
  /** Made for the form that it was sent with. */
  formKey: string | null
  neededAcceptance: boolean
  sentById: number
  sentBy: string
  sentAt: string
  decision: 'accepted' | 'returned' | null
  comment: string | null
  decidedBy: string | null
  decidedAt: string | null
  confirmed: boolean
  confirmationComment: string | null
  confirmedBy: string | null
  confirmedAt: string | null
  evidence: Evidence[]
}

export interface NewProgressUpdate extends ProgressUpdateFields {
  /** Made for the form that was sent. */
  formKey: string
  /** The newest update of the action that the writer had seen, 0 where there was none. */
  seenUpdateId: number
  evidence: NewEvidence | undefined
  /** The form as it was posted, whose drafts are forgotten. */
  posted?: Readonly<Record<string, unknown>>
}

/** Returns the updates of these actions, oldest first. */
export async function listProgressUpdates(
  db: Db,
  here: Here,
  actionIds: readonly number[],
): Promise<ProgressUpdate[]> {
  return toProgressUpdates(here, await askAtOnce(db, progressUpdateAsks(db, here, actionIds)))
}

/** Asks for what listProgressUpdates makes its answer of, so that a page can ask for more at once. */
export function progressUpdateAsks(db: Db, here: Here, actionIds: readonly number[]) {
  return {
    updates: ask<UpdateRow>(
      db('actions as a')
        .join('progress_updates as u', 'u.action_id', 'a.id')
        .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
        .leftJoin('blue_confirmations as c', 'c.progress_update_id', 'u.id')
        .whereIn('a.id', actionIds)
        // Not by the partnership of the update: SQLite would read all that it ever sent.
        .where('a.partnership_id', here.partnership.id)
        .orderBy('u.id'),
      {
        id: 'u.id',
        actionId: 'u.action_id',
        formKey: 'u.form_key',
        rag: 'u.rag',
        nothingChanged: 'u.nothing_changed',
        narrative: 'u.narrative',
        reason: 'u.reason',
        recovery: 'u.recovery',
        blockedBy: 'u.blocked_by',
        askOfBoard: 'u.ask_of_board',
        measuredValue: 'u.measured_value',
        neededAcceptance: 'u.needed_acceptance',
        sentById: 'u.sent_by',
        sentAt: 'u.sent_at',
        decision: 'd.decision',
        comment: 'd.comment',
        decidedBy: 'd.decided_by',
        decidedAt: 'd.decided_at',
        confirmationComment: 'c.comment',
        confirmedBy: 'c.confirmed_by',
        confirmedAt: 'c.confirmed_at',
      },
    ),
    evidence: evidenceAsk(db, here, actionIds),
  }
}

/** Returns the updates that were found, oldest first, each with its evidence. */
export function toProgressUpdates(
  { who }: Pick<Here, 'who'>,
  { updates, evidence }: Answers<ReturnType<typeof progressUpdateAsks>>,
): ProgressUpdate[] {
  const byUpdate = Map.groupBy(evidence, ({ progressUpdateId }) => progressUpdateId)
  return updates.map((row) => ({
    ...row,
    sentBy: who(row.sentById, row.sentAt),
    decidedBy: whoIfAny(who, row.decidedBy, row.decidedAt),
    confirmedBy: whoIfAny(who, row.confirmedBy, row.confirmedAt),
    nothingChanged: Boolean(row.nothingChanged),
    neededAcceptance: Boolean(row.neededAcceptance),
    confirmed: row.confirmedAt !== null,
    evidence: byUpdate.get(row.id) ?? [],
  }))
}

type UpdateRow = ByAccount<
  Omit<ProgressUpdate, 'sentBy' | 'nothingChanged' | 'neededAcceptance' | 'confirmed' | 'evidence'>,
  'decidedBy' | 'confirmedBy'
> & {
  nothingChanged: boolean | number
  neededAcceptance: boolean | number
}

/**
 * Records an update with its evidence and forgets the writer's drafts of it. Returns 'sent already' if this very form has
 * come in before, 'sent otherwise' if it said something else then, and 'conflict' if somebody else has reported since it
 * was opened.
 */
export function sendProgressUpdate(
  db: Db,
  here: Here,
  actionId: number,
  update: NewProgressUpdate,
): Promise<'sent' | 'sent already' | 'sent otherwise' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const { twins, newest } = await askAtOnce(trx, beforeSendingAsks(trx, actionId, update))
    const [twin] = twins
    if (twin !== undefined && !isTwin(twin, actionId, update)) return 'sent otherwise'
    const [last] = newest
    if (twin !== undefined || (last !== undefined && isSentAgain(last, here, at, update))) {
      await forgetSentDrafts(trx, here, 'update', actionId, update.posted ?? {})
      return 'sent already'
    }
    if ((last?.id ?? 0) !== update.seenUpdateId) return 'conflict'

    const { formKey, evidence, posted = {}, ...fields } = update
    const [row] = await trx('progress_updates')
      .insert({
        partnership_id: here.partnership.id,
        action_id: actionId,
        rag: fields.rag,
        nothing_changed: fields.nothingChanged,
        narrative: fields.narrative,
        reason: fields.reason,
        recovery: fields.recovery,
        blocked_by: fields.blockedBy,
        ask_of_board: fields.askOfBoard,
        measured_value: fields.measuredValue,
        needed_acceptance: here.partnership.updatesNeedAcceptance,
        form_key: formKey,
        sent_by: here.account.id,
        sent_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new update has no id')
    if (evidence !== undefined) await addEvidence(trx, here, row.id, evidence, at)
    await forgetSentDrafts(trx, here, 'update', actionId, posted)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'progress reported',
      subject: 'progress_updates',
      subjectId: row.id,
      wrote: { evidence: { progress_update_id: row.id } },
      after: { actionId, ...fields, evidence: evidence?.title },
    })
    return 'sent'
  })
}

/** Returns whether this very form has come in before, and said the same: then the writer's drafts of it are forgotten. */
export function wasSent(db: Db, here: Here, actionId: number, update: NewProgressUpdate): Promise<boolean> {
  return change(db, here, async (trx) => {
    const [twin] = (await askAtOnce(trx, { twins: twinsAsk(trx, update) })).twins
    if (twin === undefined || !isTwin(twin, actionId, update)) return false
    await forgetSentDrafts(trx, here, 'update', actionId, update.posted ?? {})
    return true
  })
}

interface Sent {
  actionId: number
  rag: Rag
  nothingChanged: boolean | number
  narrative: string
  reason: string
  recovery: string
  blockedBy: string
  askOfBoard: string
  measuredValue: string
}

const SENT = {
  actionId: 'u.action_id',
  rag: 'u.rag',
  nothingChanged: 'u.nothing_changed',
  narrative: 'u.narrative',
  reason: 'u.reason',
  recovery: 'u.recovery',
  blockedBy: 'u.blocked_by',
  askOfBoard: 'u.ask_of_board',
  measuredValue: 'u.measured_value',
} as const

interface Twin extends Sent {
  title: string | null
  datedOn: string | null
  url: string | null
  sha256: string | null
}

interface Newest extends Sent {
  id: number
  sentById: number
  sentAt: string
  returned: string | null
}

/** Asks for what came of this very form before. */
function twinsAsk(db: Db, { formKey }: NewProgressUpdate) {
  const twins = db('progress_updates as u')
    .leftJoin('evidence as e', 'e.progress_update_id', 'u.id')
    .leftJoin('documents as f', 'f.id', 'e.document_id')
    .where({ 'u.form_key': formKey })
  return ask<Twin>(twins, {
    ...SENT,
    title: 'e.title',
    datedOn: 'e.dated_on',
    url: 'e.url',
    sha256: 'f.sha256',
  })
}

/** Asks for what came of this very form before, and for the action's newest update. */
function beforeSendingAsks(trx: Db, actionId: number, update: NewProgressUpdate) {
  return {
    twins: twinsAsk(trx, update),
    newest: ask<Newest>(
      trx('progress_updates as u')
        .leftJoin('progress_update_decisions as d', (on) =>
          on.on('d.progress_update_id', 'u.id').andOnVal('d.decision', 'returned'),
        )
        .where({ action_id: actionId })
        .orderBy('u.id', 'desc')
        .limit(1),
      {
        ...SENT,
        id: 'u.id',
        sentById: 'u.sent_by',
        sentAt: 'u.sent_at',
        returned: 'd.decision',
      },
    ),
  }
}

const ONE_DAY = 24 * 60 * 60 * 1000

/** Whether somebody who went back sends the words that they have just sent once more, from a page with another key. */
function isSentAgain(newest: Newest, here: Here, at: string, update: NewProgressUpdate): boolean {
  return (
    newest.sentById === here.account.id &&
    newest.returned === null &&
    Date.parse(at) - Date.parse(newest.sentAt) < ONE_DAY &&
    update.evidence === undefined &&
    isRepeated(newest, newest.actionId, update)
  )
}

/** Whether a form came in again as it was; who goes back to it and writes on must not lose that. */
function isTwin(twin: Twin, actionId: number, update: NewProgressUpdate): boolean {
  const { title = null, datedOn = null, url = '', file } = update.evidence ?? {}
  const sha256 = file === undefined ? null : createHash('sha256').update(file.content).digest('hex')
  return (
    isRepeated(twin, actionId, update) &&
    twin.title === title &&
    twin.datedOn === datedOn &&
    (twin.url ?? '') === url &&
    twin.sha256 === sha256
  )
}

function isRepeated(twin: Sent, actionId: number, update: NewProgressUpdate): boolean {
  return (
    twin.actionId === actionId &&
    twin.rag === update.rag &&
    Boolean(twin.nothingChanged) === update.nothingChanged &&
    twin.narrative === update.narrative &&
    twin.reason === update.reason &&
    twin.recovery === update.recovery &&
    twin.blockedBy === update.blockedBy &&
    twin.askOfBoard === update.askOfBoard &&
    twin.measuredValue === update.measuredValue
  )
}
