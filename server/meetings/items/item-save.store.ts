import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { askAtOnce, type Ask, ask } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { forgetSentDrafts } from '../../drafts/draft.store.ts'
import { change } from '../../audit/change.ts'
import { approveMinutes, type Approval, listClosed, wereApprovedAt } from './decisions.store.ts'
import {
  hasTooMany,
  holdsAll,
  isOnForm,
  mergeItem,
  notedOtherwise,
  type SentWords,
} from './item-merge.rules.ts'
import {
  type ItemRecord,
  type ItemWords,
  toChallenges,
  toItemRecords,
  itemRecordAsk,
} from './item-record.store.ts'
import { type AgreedAs, canBeRecorded, meetingState } from '../record/meeting.rules.ts'
import {
  addedBefore,
  addMeetingAction,
  type MeetingAction,
  type NewMeetingAction,
} from './meeting-action.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface ItemSave extends SentWords {
  /** Made for the form that was sent. */
  formKey: string
  action: NewMeetingAction | undefined
  /** Decisions of earlier meetings that are done. */
  closings: readonly { itemId: number; note: string }[]
  /** Whether the board approves the minutes that the item is about. */
  approve: boolean
  /** The form as it was posted, whose drafts are forgotten. */
  posted?: Readonly<Record<string, unknown>>
}

export type Saved =
  | 'saved'
  /** `locked`: the meeting has not begun, was cancelled or has its minutes finalised; `gone`: taken off the agenda. */
  | Refusal
  /** A decision was found done before, with another note. */
  | 'noted already'
  /** With those that others have asked there are more than an item takes. */
  | 'too many questions'
  | Exclude<Approval, 'approved'>
  /** The form came before, and added an action other than it has now. */
  | { added: MeetingAction }

/**
 * Saves what was recorded about an item as its next version, beside what others have saved in other fields since the
 * form was opened, with the action it adds to the plan, the decisions it closes and the minutes it approves: all of it
 * or nothing. A form that has come in before counts as saved where it says the same.
 */
export function saveItem(
  db: Db,
  here: Here,
  meetingId: number,
  itemId: number,
  save: ItemSave,
): Promise<Saved> {
  return change(db, here, async (trx, at) => {
    const found = await askAtOnce(
      trx,
      beforeSavingAsks(trx, here, { meetingId, itemId, formKey: save.formKey }),
    )
    const [item] = found.items
    const [twin] = found.twins
    if (item === undefined || !canBeRecorded(meetingState(item))) return 'locked'
    if (item.takenOff !== null) return 'gone'
    if (twin !== undefined && twin.itemId !== itemId) return 'conflict'
    const closed = await listClosed(trx, here, save.closings)
    if (notedOtherwise(save.closings, closed).length > 0) return 'noted already'
    const closings = save.closings.filter(({ itemId: id }) => !closed.some((one) => one.itemId === id))
    const added = twin && save.action && (await addedBefore(trx, here, twin, save.action))
    if (typeof added === 'object') return { added }
    const hasAction = save.action === undefined || added === 'the same'
    const approve = save.approve && !(twin && (await wereApprovedAt(trx, item.minutesOfMeetingId, meetingId)))
    const { posted = {} } = save
    const hadBox = (field: string) => isOnForm(posted, field)
    const isDone = hasAction && closings.length === 0 && !approve
    if (twin !== undefined && isDone && holdsAll(twinWords(twin), save)) {
      await forgetSentDrafts(trx, here, 'item', itemId, posted, hadBox)
      return 'saved'
    }
    const record = toItemRecords(here, found.records).get(itemId)
    const { words, as, conflicts } = mergeItem(wordsOf(record), save)
    if (conflicts.length > 0) return 'conflict'
    if (hasTooMany(wordsOf(record), words)) return 'too many questions'
    if (approve) {
      const meeting = { id: meetingId, heldOn: item.heldOn }
      const approval = await approveMinutes(trx, here, { minutesOf: item.minutesOfMeetingId, meeting, at })
      if (approval !== 'approved') return approval
    }
    // Who goes back to a form that was saved and writes on has its key, and its action, on record already.
    const rest =
      twin === undefined ? save : { ...save, formKey: null, ...(hasAction && { action: undefined }) }
    await writeItem(trx, here, itemId, record, { ...rest, closings, approve, words, as }, at)
    await forgetSentDrafts(trx, here, 'item', itemId, posted, hadBox)
    return 'saved'
  })
}

async function writeItem(
  trx: Db,
  here: Here,
  itemId: number,
  record: ItemRecord | undefined,
  {
    words,
    as,
    ...save
  }: Pick<ItemSave, 'action' | 'closings' | 'approve'> & {
    words: ItemWords
    /** In which part the agreed RAG was recorded with this save; undefined where it was not. */
    as: AgreedAs | undefined
    formKey: string | null
  },
  at: string,
): Promise<void> {
  const changes =
    record === undefined || save.action !== undefined || save.closings.length > 0 || save.approve
  // "Save and next item" through an item that nobody touched writes nothing.
  if (!changes && isSame(words, record) && (as === undefined || as === record.agreedAs)) return
  const version = (record?.version ?? 0) + 1
  const recorded = as === undefined ? keptAgreement(record) : { agreedVersion: version, agreedAs: as }
  await addItemRecords(trx, here, [{ ...words, ...recorded, itemId, version, formKey: save.formKey, at }])
  const actionId =
    save.action === undefined ? undefined : await addMeetingAction(trx, here, itemId, save.action, at)
  if (save.closings.length > 0) {
    await trx('decision_closings')
      .insert(
        save.closings.map((closing) => ({
          item_id: closing.itemId,
          closed_at_item_id: itemId,
          note: closing.note,
          closed_by: here.account.id,
          closed_at: at,
        })),
      )
      .onConflict('item_id')
      .ignore()
  }
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'agenda item recorded',
    subject: 'agenda_items',
    subjectId: itemId,
    wrote: {
      agenda_items: [],
      item_records: { item_id: itemId, saved_at: at },
      meeting_actions: { item_id: itemId, added_at: at },
      decision_closings: { closed_at_item_id: itemId, closed_at: at },
    },
    before: record && wordsOf(record),
    after: { ...words, actionId, closings: save.closings.map((closing) => closing.itemId) },
    at,
  })
}

/** Adds the next versions of items' records, inside the caller's transaction. */
export async function addItemRecords(
  trx: Db,
  here: Here,
  records: readonly (ItemWords &
    Pick<ItemRecord, 'itemId' | 'version' | 'agreedVersion' | 'agreedAs'> & {
      formKey: string | null
      at: string
    })[],
): Promise<void> {
  if (records.length === 0) return
  await trx('item_records').insert(
    records.map((record) => ({
      item_id: record.itemId,
      version: record.version,
      discussion: record.discussion,
      challenges_json: JSON.stringify(record.challenges),
      decision: record.decision,
      decision_open: record.decisionOpen,
      reported_rag: record.reportedRag,
      agreed_rag: record.agreedRag,
      agreed_reason: record.agreedReason,
      agreed_version: record.agreedVersion,
      agreed_as: record.agreedAs,
      quotes_json: JSON.stringify(record.quotes),
      form_key: record.formKey,
      saved_by: here.account.id,
      saved_at: record.at,
    })),
  )
}

/** Who recorded what was agreed stays said, whoever saves other words; an earlier release said it of the whole record. */
function keptAgreement(record: ItemRecord | undefined): Pick<ItemRecord, 'agreedVersion' | 'agreedAs'> {
  if (record === undefined) return { agreedVersion: null, agreedAs: null }
  const { agreedRag, agreedAs, version, agreedVersion } = record
  return { agreedVersion: agreedVersion ?? (agreedRag === null ? null : version), agreedAs }
}

/** Returns the words of a record alone; empty ones where nothing was recorded. */
export function wordsOf(record: ItemWords | undefined): ItemWords {
  const { discussion = '', challenges = [], decision = '', decisionOpen = false } = record ?? {}
  return { discussion, challenges, decision, decisionOpen, ...ragOf(record) }
}

function ragOf(
  record: ItemWords | undefined,
): Pick<ItemWords, 'reportedRag' | 'agreedRag' | 'agreedReason' | 'quotes'> {
  const { reportedRag = null, agreedRag = null, agreedReason = '', quotes = [] } = record ?? {}
  return { reportedRag, agreedRag, agreedReason, quotes }
}

function isSame(words: ItemWords, record: ItemWords): boolean {
  return JSON.stringify(wordsOf(words)) === JSON.stringify(wordsOf(record))
}

/**
 * Asks for what decides whether a record of an item is saved: the item and its meeting, its newest record, and what
 * came of this very form before.
 */
function beforeSavingAsks(
  trx: Db,
  here: Here,
  { meetingId, itemId, formKey }: { meetingId: number; itemId: number; formKey: string },
) {
  return {
    items: itemAsk(trx, here, meetingId, itemId),
    records: itemRecordAsk(here, itemId),
    twins: twinsAsk(trx, formKey),
  }
}

type ItemRow = Pick<
  Meeting,
  'heldOn' | 'cancelledAt' | 'startedAt' | 'endedAt' | 'finalisedAt' | 'approvedAt'
> & { takenOff: string | null; minutesOfMeetingId: number | null }

function itemAsk(trx: Db, here: Here, meetingId: number, itemId: number): Ask<ItemRow> {
  const item = trx('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .leftJoin('minutes', 'minutes.meeting_id', 'm.id')
    .leftJoin('minutes_approvals as approval', 'approval.meeting_id', 'm.id')
    .where({ 'i.id': itemId, 'i.meeting_id': meetingId, 'm.partnership_id': here.partnership.id })
  return ask(item, {
    takenOff: 'i.taken_off',
    minutesOfMeetingId: 'i.minutes_of_meeting_id',
    heldOn: 'm.held_on',
    cancelledAt: 'm.cancelled_at',
    startedAt: 'm.started_at',
    endedAt: 'm.ended_at',
    finalisedAt: 'minutes.finalised_at',
    approvedAt: 'approval.approved_at',
  })
}

/** The record that was saved from a form before, as it is stored. */
type TwinRow = Omit<ItemWords, 'challenges' | 'quotes' | 'decisionOpen'> & {
  itemId: number
  savedAt: string
  challengesJson: string
  decisionOpen: boolean | number
}

function twinWords({ challengesJson, decisionOpen, ...row }: TwinRow): ItemWords {
  return { ...row, challenges: toChallenges(challengesJson), quotes: [], decisionOpen: Boolean(decisionOpen) }
}

function twinsAsk(trx: Db, formKey: string): Ask<TwinRow> {
  return ask(trx('item_records').where({ form_key: formKey }), {
    itemId: 'item_id',
    savedAt: 'saved_at',
    discussion: 'discussion',
    challengesJson: 'challenges_json',
    decision: 'decision',
    decisionOpen: 'decision_open',
    reportedRag: 'reported_rag',
    agreedRag: 'agreed_rag',
    agreedReason: 'agreed_reason',
  })
}
