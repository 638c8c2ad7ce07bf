import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { namedItems, namedText } from '../../people/named.ts'
import { listNamed } from '../../people/named.store.ts'
import { type RagWord, ragWord } from '../../shared/rag.ts'
import { findPlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { bothVersions, differing } from '../../web/both-versions.page.ts'
import type { FieldError } from '../../web/forms.ts'
import { count } from '../../web/view-helpers.ts'
import { MOST_CHALLENGES, challengeRows } from './item-record.forms.ts'
import { isDealtWith } from './item.rules.ts'
import type { Challenge, ItemPlace, ItemRecord, ItemWords } from './item-record.store.ts'
import type { ItemSave } from './item-save.store.ts'
import { listMeetingActions } from './meeting-action.store.ts'
import { pathOfMeeting } from '../record/meeting.path.ts'
import { cameFromWords } from '../agenda/agenda.page.ts'
import { actsAsChair } from '../record/meeting.rules.ts'
import { ragChoice, reportedNow } from './session-row.page.ts'
import { meetingBreadcrumbs, savedLine } from './session.page.ts'
import { whatTheItemNeeds } from './session-kind.page.ts'
import { todayOf } from '../../web/page.ts'

interface ItemFormBack {
  /** The body as it was posted, to fill the form with again. */
  values?: Record<string, unknown>
  /** What the form carried besides; without it the form begins anew from what is saved. */
  place?: { formKey: string; version: number }
  errors?: Record<string, string>
  errorSummary?: FieldError[]
  /** What was to be saved where somebody else has saved in the meantime. */
  yours?: ItemSave['words']
  yourRag?: ItemSave['rag']
}

/** Renders the item at hand with what is known about it and the form to record it. */
export async function showItem(db: Db, res: Response, place: ItemPlace, back: ItemFormBack): Promise<void> {
  const here = hereOf(res)
  const { meeting, agenda, item, records } = place
  const { errors = {} } = back
  const record = records.get(item.id)
  const { recommendationNumber } = item
  const row =
    recommendationNumber === null
      ? undefined
      : await findPlanRow(db, here, { id: meeting.planId }, recommendationNumber)
  const onAgenda = agenda.filter(({ takenOff }) => takenOff === null)
  const position = onAgenda.findIndex(({ id }) => id === item.id) + 1
  const mayAgree = actsAsChair(here, meeting)
  const rag = row && ragChoice(row, record, meeting, here.ragWords, back.values)
  const values = {
    ...(back.values ?? valuesOf(record)),
    agreedRag: rag?.value,
    agreedReason: rag?.reason,
    ...(back.place ?? { formKey: randomUUID(), version: record?.version ?? 0 }),
  }
  res.render('meetings/session/session-item', {
    pageTitle: item.title,
    wide: true,
    breadcrumbs: meetingBreadcrumbs(
      res,
      meeting,
      { href: `${pathOfMeeting(res, meeting)}/session`, text: 'Session' },
      { text: `Item ${position}` },
    ),
    path: pathOfMeeting(res, meeting),
    meeting,
    item,
    cameFrom: cameFromWords(item),
    nextText: position === onAgenda.length ? 'Save and see the session' : 'Save and next item',
    approveItems: [{ value: 'yes', text: 'The board approves these minutes as a correct record' }],
    doneItems: [{ value: 'yes', text: 'Done' }],
    openItems: [{ value: 'yes', text: 'Bring this back at the next meeting until it is done' }],
    caption: `Item ${position} of ${onAgenda.length}`,
    agendaItems: onAgenda.map((one, index) => ({
      id: one.id,
      number: index + 1,
      title: one.title,
      done: isDealtWith(one, records.get(one.id)),
      current: one.id === item.id,
    })),
    dealtWith: `${onAgenda.filter((one) => isDealtWith(one, records.get(one.id))).length} of ${count(onAgenda.length, 'item', 'items')} dealt with`,
    row: row && reportedNow(row, meeting, here.ragWords),
    rag,
    mayAgree,
    record,
    savedLine: record && savedLine(record, todayOf(res)),
    addedActions: (await listMeetingActions(db, here, meeting))
      .get(item.id)
      ?.map((action) => ({ ...action, owners: action.owners.map(namedText) })),
    ownerItems: namedItems(await listNamed(db, here)),
    ...(await whatTheItemNeeds(db, res, place, values, errors)),
    ...back,
    values,
    challenges: challengesOf(values, errors),
    actionOpen: ['actionDescription', 'actionOwner', 'actionTarget-day', 'actionRecommendation'].some(
      (name) => (back.values?.[name] ?? '') !== '' || errors[name] !== undefined,
    ),
    ...(back.yours && record
      ? bothRecords({ ...back.yours, ...(mayAgree ? back.yourRag : undefined) }, record, here.ragWords)
      : {}),
  })
}

function bothRecords(yours: Partial<ItemWords>, saved: ItemRecord, ragWords: readonly RagWord[]) {
  const inWords = (words: ItemWords) => ({
    Discussion: words.discussion,
    'Challenge and response': challengeText(words.challenges),
    Decision: words.decisionOpen ? `${words.decision}\n(comes back at the next meeting)` : words.decision,
    'Agreed RAG':
      words.agreedRag === null
        ? 'Nothing agreed yet'
        : [ragWord(ragWords, words.agreedRag), words.agreedReason].join('\n').trim(),
  })
  return bothVersions(
    'this item',
    differing(inWords({ ...saved, ...yours }), inWords(saved)),
    { by: saved.savedBy, at: saved.savedAt },
    { text: `${saved.savedBy} has saved this item since you opened it` },
  )
}

function challengeText(challenges: readonly Challenge[]): string {
  return challenges
    .map(({ askedBy, question, answer }) => `${askedBy || 'Somebody'} asked: ${question}\nAnswer: ${answer}`)
    .join('\n\n')
}

/** Returns what fills the form of an item from its record. */
function valuesOf(record: ItemRecord | undefined): Record<string, unknown> {
  if (record === undefined) return {}
  const { discussion, decision, decisionOpen } = record
  const questions = record.challenges.map(({ askedBy, question, answer }, index) => ({
    [`askedBy-${index + 1}`]: askedBy,
    [`question-${index + 1}`]: question,
    [`answer-${index + 1}`]: answer,
  }))
  return Object.assign(
    { discussion, decision, decisionOpen: decisionOpen ? 'yes' : undefined },
    ...questions,
  ) as Record<string, unknown>
}

/** Returns the rows of questions: those with a word in them and an empty one more. */
function challengesOf(values: Record<string, unknown>, errors: Record<string, string>) {
  const rows = challengeRows(values)
  const empty = rows.length < MOST_CHALLENGES ? [{ askedBy: '', question: '', answer: '' }] : []
  return [...rows, ...empty].map((row, index) => {
    const error = (field: string) => errors[`challenges.${field}-${index + 1}`]
    return {
      ...row,
      number: index + 1,
      errors: { askedBy: error('askedBy'), question: error('question'), answer: error('answer') },
    }
  })
}
