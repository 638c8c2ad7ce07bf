import { randomUUID } from 'node:crypto'
import { reasonWords } from '../../plans/recommendations/recommendation.ts'
import { textOf } from '../../drafts/typed-words.forms.ts'
import { RAGS, type RagWord, ragWord } from '../../shared/rag.ts'
import {
  conflictSummary,
  shownConflict,
  type ShownConflict,
} from '../../web/conflicts/field-conflict.page.ts'
import { fieldVersion, seenOf } from '../../web/conflicts/field-versions.ts'
import type { FieldError } from '../../web/forms.ts'
import {
  boxesOf,
  hasTooMany,
  itemFieldLabel,
  itemFields,
  mergeItem,
  MOST_CHALLENGES,
  type SentWords,
} from '../items/item-merge.rules.ts'
import type { Here } from '../../partnerships/here.ts'
import type { FieldChanges } from '../items/item-changes.store.ts'
import { challengeRows } from '../items/item-record.forms.ts'
import type { Challenge, ItemWords } from '../items/item-record.store.ts'
import { wordsOf } from '../items/item-save.store.ts'

/** A save that met what somebody else has saved in the same field. */
export interface MetAnother {
  sent: SentWords
  /** The body that was posted. */
  body: Readonly<Record<string, unknown>>
  changes: FieldChanges
}

/** Returns what fills the boxes of an item's form from its words, with the version of the text in each. */
export function valuesOf(words: ItemWords): Record<string, unknown> {
  const { discussion, decision, decisionOpen, challenges, agreedRag, agreedReason } = words
  const questions = challenges.map(({ key, askedBy, question, answer }) => ({
    [`askedBy-${key}`]: askedBy,
    [`question-${key}`]: question,
    [`answer-${key}`]: answer,
  }))
  const opened = Object.entries(itemFields(words)).flatMap(([name, text]) =>
    boxesOf(name).map((box) => [`opened.${box}`, fieldVersion(text)]),
  )
  return Object.assign(
    { discussion, decision, decisionOpen: decisionOpen ? 'yes' : undefined },
    { agreedRag: agreedRag ?? '', agreedReason },
    Object.fromEntries(opened),
    ...questions,
  ) as Record<string, unknown>
}

/** Returns the boxes of a posted form that say what their field was opened with: nobody typed in them. */
export function untouchedBoxes(body: Readonly<Record<string, unknown>>): string[] {
  const challenges = challengeRows(body).map(({ key, askedBy, question, answer }) => ({
    key,
    askedBy: textOf(askedBy).trim(),
    question: textOf(question).trim(),
    answer: textOf(answer).trim(),
  }))
  const rag = textOf(body['agreedRag'])
  const fields = itemFields({
    ...wordsOf(undefined),
    discussion: textOf(body['discussion']),
    decision: textOf(body['decision']),
    decisionOpen: textOf(body['decisionOpen']) !== '',
    agreedRag: RAGS.find((one) => one === rag) ?? null,
    agreedReason: textOf(body['agreedReason']),
    challenges,
  })
  return Object.entries(fields).flatMap(([name, text]) => {
    const boxes = boxesOf(name)
    return seenOf(body, name, boxes).opened === fieldVersion(text) ? boxes : []
  })
}

/**
 * Returns what fills the form after a save that met another: both people's words, but for the fields that both have
 * changed, which are shown with both texts instead.
 */
export function valuesAfterMeeting(
  record: ItemWords | undefined,
  { sent, body, changes }: MetAnother,
  { ragWords, account }: Pick<Here, 'ragWords' | 'account'>,
): {
  values: Record<string, unknown>
  conflicts: Record<string, ShownConflict>
  errors: Record<string, string>
  errorSummary: FieldError[]
} {
  const now = wordsOf(record)
  const { words, conflicts, longest } = mergeItem(now, sent)
  const standing = itemFields(now)
  const mine = itemFields({ ...now, ...sent.words, ...sent.rag })
  const shown = conflicts.map((name) =>
    shownConflict(
      {
        name,
        mine: mine[name] ?? '',
        theirs: standing[name] ?? '',
        ...(longest[name] !== undefined && { longest: longest[name] }),
      },
      {
        label: itemFieldLabel(name),
        change: ownOrTheirs(changes.get(name), account.id),
        body,
        boxes: boxesOf(name),
        mayKeepBoth: mayKeepBoth(name, now, sent),
        inWords: inWords(name, now, sent, ragWords),
      },
    ),
  )
  const rest = Object.entries(body).filter(
    ([name]) => !/^(?:opened|keep|shown)\.|^(?:askedBy|question|answer)-/.test(name),
  )
  const { agreedRag, agreedReason } = words
  const tooMany = hasTooMany(now, words) ? tooManyWords(words.challenges.length, askedIn(sent)) : undefined
  return {
    values: {
      ...Object.fromEntries(rest),
      ...valuesOf(words),
      ...(sent.rag && { agreedRag: agreedRag ?? 'none', agreedReason }),
      // The versions are of what stands now: what was merged is saved against that, and a question that stands nowhere
      // yet against nothing. (With a version of its own words it would seem untouched, and be lost.)
      ...versionsOf({ ...emptied(itemFields(words)), ...standing }),
    },
    conflicts: Object.fromEntries(shown.map((conflict) => [conflict.name, conflict])),
    errors: tooMany === undefined ? {} : { questions: tooMany },
    errorSummary: [
      ...conflictSummary(shown),
      ...(tooMany === undefined ? [] : [{ href: '#challenges', text: tooMany }]),
    ],
  }
}

/** Returns how many questions a form asks: a row may be without a word. */
export function askedIn({ words: { challenges } }: Pick<SentWords, 'words'>): number {
  return challenges.filter(({ question }) => question !== '').length
}

function tooManyWords(questions: number, mine: number): string {
  const others = mine < questions ? ' with what others have asked' : ''
  return `An item can have up to ${MOST_CHALLENGES} questions. There are ${questions} here${others}: clear ${questions - MOST_CHALLENGES}, for example by putting two together, and save again`
}

function emptied(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, '']))
}

function versionsOf(fields: Record<string, string>): Record<string, string> {
  const versions = Object.entries(fields).flatMap(([name, text]) =>
    boxesOf(name).map((box) => [`opened.${box}`, fieldVersion(text)]),
  )
  return Object.fromEntries(versions) as Record<string, string>
}

function mayKeepBoth(name: string, now: ItemWords, { rag }: SentWords): boolean {
  if (name === 'decisionOpen') return false
  return name !== 'agreed' || rag?.agreedRag === now.agreedRag
}

/** Both texts of a field as people read them. */
function inWords(name: string, now: ItemWords, { words, rag }: SentWords, ragWords: readonly RagWord[]) {
  const [mine, theirs] = [{ ...now, ...words, ...rag }, now]
  const text = ({ challenges, agreedRag, agreedReason, quotes, ...rest }: ItemWords): string => {
    switch (name) {
      case 'discussion':
      case 'decision':
        return rest[name]
      case 'decisionOpen':
        return rest.decisionOpen ? 'Comes back at the next meeting until it is done' : 'Does not come back'
      case 'agreed':
        return agreedRag === null
          ? 'Nothing agreed yet'
          : [ragWord(ragWords, agreedRag), reasonWords({ reason: agreedReason, quotes })].join('\n').trim()
      default:
        return challengeWords(challenges.find((one) => boxesOf(name).includes(`question-${one.key}`)))
    }
  }
  return { mine: text(mine), theirs: text(theirs) }
}

function challengeWords(challenge: Challenge | undefined): string {
  if (challenge === undefined) return ''
  const { askedBy, question, answer } = challenge
  if (askedBy === '' && question === '' && answer === '') return ''
  return `${askedBy || 'Somebody'} asked: ${question}\nAnswer: ${answer}`
}

/** Returns the rows of questions: those with a word in them, those that both have changed, and an empty one more. */
export function challengesOf(
  values: Record<string, unknown>,
  errors: Record<string, string>,
  conflicts: Readonly<Record<string, ShownConflict>> = {},
) {
  const isEmpty = ({ askedBy, question, answer }: Omit<ReturnType<typeof challengeRows>[number], 'key'>) =>
    [askedBy, question, answer].every((word) => word === undefined || word === '')
  const rows = challengeRows(values)
  const keys = new Set(rows.map(({ key }) => key))
  const removed = Object.keys(conflicts).flatMap((name) => {
    const [, key] = /^question-(.*)$/.exec(name) ?? []
    return key === undefined || keys.has(key) ? [] : [{ key, askedBy: '', question: '', answer: '' }]
  })
  const all = [...rows, ...removed]
  const hasEmpty = all.some((row) => isEmpty(row) && conflicts[`question-${row.key}`] === undefined)
  const empty =
    hasEmpty || all.length >= MOST_CHALLENGES
      ? []
      : [{ key: newKey(), askedBy: '', question: '', answer: '' }]
  return [...all, ...empty].map((row, index) => {
    const error = (field: string) => errors[`challenges.${field}-${row.key}`]
    return {
      ...row,
      number: index + 1,
      opened: boxesOf(`question-${row.key}`).map((box) => ({
        name: `opened.${box}`,
        value: values[`opened.${box}`] ?? '',
      })),
      conflict: conflicts[`question-${row.key}`],
      errors: { askedBy: error('askedBy'), question: error('question'), answer: error('answer') },
    }
  })
}

/** A key for a question that nobody has asked yet. */
function newKey(): string {
  return `q${randomUUID().replaceAll('-', '').slice(0, 11)}`
}

function ownOrTheirs(change: ReturnType<FieldChanges['get']>, accountId: number) {
  return change && { ...change, isOwn: change.accountId === accountId }
}
