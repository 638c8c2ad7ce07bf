import {
  bothTexts,
  fieldVersion,
  keptText,
  mergeFields,
  type Seen,
  type SentField,
  UNSEEN,
} from '../../shared/merged-fields.ts'
import type { AgreedAs } from '../record/meeting.rules.ts'
import { keyBeside } from './challenge-key.rules.ts'
import type { Challenge, ItemWords } from './item-record.store.ts'

/** What the board agreed under an item, and why. */
type Agreement = Pick<ItemWords, 'reportedRag' | 'agreedRag' | 'agreedReason' | 'quotes'>

/** What a save says of an item, with what its form carried beside each field. */
export interface SentWords {
  words: Pick<ItemWords, 'discussion' | 'challenges' | 'decision' | 'decisionOpen'>
  /** What the board agreed, and in which part it was recorded; undefined keeps what was agreed. */
  rag: (Agreement & { as: AgreedAs }) | undefined
  /** By the names of the fields: what each was opened with, what was chosen. */
  seen: Readonly<Record<string, Seen>>
}

/** The longest texts that the fields of an item take, in characters. */
export const LONGEST = { discussion: 20_000, decision: 10_000, agreedReason: 4000 } as const

/** So many questions fit on the form of one item. */
export const MOST_CHALLENGES = 40

/** The fields of an item in their order, by what people call them; each question is one besides. */
const FIELDS = {
  discussion: 'Discussion',
  decision: 'Decision',
  decisionOpen: 'Until it is done',
  agreed: 'Agreed RAG',
} as const

/** Returns the name of the field that a question with its answer is. */
export function questionField({ key }: Pick<Challenge, 'key'>): string {
  return `question-${key}`
}

/** Returns what a field of an item is called. */
export function itemFieldLabel(name: string): string {
  return name in FIELDS ? FIELDS[name as keyof typeof FIELDS] : 'Challenge and response'
}

/** Returns the boxes of the form in which a field stands: a question and the agreed RAG stand in several. */
export function boxesOf(name: string): string[] {
  if (name === 'agreed') return ['agreedRag', 'agreedReason']
  const [, key] = /^question-(.*)$/.exec(name) ?? []
  return key === undefined ? [name] : [`askedBy-${key}`, `question-${key}`, `answer-${key}`]
}

/** Returns whether a posted form had a box: one that is not ticked, or that is hidden, is not posted by itself. */
export function isOnForm(body: Readonly<Record<string, unknown>>, box: string): boolean {
  const [, decision] = /^done-(.*)$/.exec(box) ?? []
  const names = [box, `opened.${box}`, ...(decision === undefined ? [] : [`note-${decision}`])]
  return names.some((name) => Object.hasOwn(body, name))
}

/** Returns the notes on decisions that somebody has found done already with another note. */
export function notedOtherwise<Closing extends { itemId: number; note: string }>(
  closings: readonly Closing[],
  closed: readonly { itemId: number; note: string }[],
): Closing[] {
  return closings.filter(
    ({ itemId, note }) =>
      note !== '' &&
      closed.some((one) => one.itemId === itemId && fieldVersion(one.note) !== fieldVersion(note)),
  )
}

/** Returns the text of each field, as its versions are made of it. */
export function itemFields(words: ItemWords): Record<string, string> {
  return {
    discussion: words.discussion,
    decision: words.decision,
    decisionOpen: tick(words),
    agreed: agreedText(words),
    ...Object.fromEntries(words.challenges.map((one) => [questionField(one), challengeText(one)])),
  }
}

function tick({ decisionOpen }: Pick<ItemWords, 'decisionOpen'>): string {
  return decisionOpen ? 'yes' : ''
}

function agreedText({ agreedRag, agreedReason }: Pick<ItemWords, 'agreedRag' | 'agreedReason'>): string {
  return agreedRag === null ? '' : `${agreedRag}\n${agreedReason}`
}

/** Returns whether a save brings more questions than an item takes; where more were there before it may keep them. */
export function hasTooMany(now: Questions, next: Questions): boolean {
  return next.challenges.length > Math.max(MOST_CHALLENGES, now.challenges.length)
}

type Questions = Pick<ItemWords, 'challenges'>

/** A question with its answer as one text; '' for one without a word. */
function challengeText({ askedBy, question, answer }: Omit<Challenge, 'key'>): string {
  const parts = [askedBy, question, answer]
  return parts.every((part) => part === '') ? '' : parts.join('\u0001')
}

/**
 * Returns the words of an item after a save, and the fields that two people have changed: those keep what stands. A
 * RAG and its reason are one field, and so are a question and its answer. `as` is the part in which an agreed RAG was
 * recorded that the save brings; undefined where what was agreed stays.
 */
export function mergeItem(
  now: ItemWords,
  { words, rag, seen }: SentWords,
): {
  words: ItemWords
  as: AgreedAs | undefined
  conflicts: string[]
  longest: Partial<Record<string, number>>
} {
  const sent = (name: string, mine: string): SentField => ({ mine, ...(seen[name] ?? UNSEEN) })
  const { discussion, decision } = now
  const texts = mergeFields(
    { discussion, decision, decisionOpen: tick(now) },
    {
      discussion: { ...sent('discussion', words.discussion), max: LONGEST.discussion },
      decision: { ...sent('decision', words.decision), max: LONGEST.decision },
      decisionOpen: sent('decisionOpen', tick(words)),
    },
  )
  const agreed = mergeAgreed(now, rag, sent)
  const questions = mergeQuestions(now.challenges, words.challenges, sent)
  return {
    words: {
      discussion: texts.values.discussion,
      decision: texts.values.decision,
      // A decision that somebody took out does not come back.
      decisionOpen: texts.values.decision !== '' && texts.values.decisionOpen === 'yes',
      challenges: questions.challenges,
      ...agreed.rag,
    },
    as: agreed.as,
    conflicts: [...texts.conflicts.map(({ name }) => name), ...agreed.conflicts, ...questions.conflicts],
    longest: {
      ...Object.fromEntries(texts.conflicts.map(({ name, longest }) => [name, longest])),
      ...agreed.longest,
    },
  }
}

type Sent = (name: string, mine: string) => SentField

function mergeAgreed(
  now: ItemWords,
  mine: SentWords['rag'],
  sent: Sent,
): { rag: Agreement; as?: AgreedAs; conflicts: string[]; longest?: Partial<Record<string, number>> } {
  const { reportedRag, agreedRag, agreedReason, quotes } = now
  const theirs = { reportedRag, agreedRag, agreedReason, quotes }
  if (mine === undefined) return { rag: theirs, conflicts: [] }
  const kept = keptText(agreedText(now), sent('agreed', agreedText(mine)))
  const both = bothTexts(agreedReason, mine.agreedReason)
  const isTooLong = mine.agreedRag === agreedRag && both.length > LONGEST.agreedReason
  if (kept === undefined || (kept === 'both' && isTooLong))
    return {
      rag: theirs,
      conflicts: ['agreed'],
      ...(isTooLong && { longest: { agreed: LONGEST.agreedReason } }),
    }
  const { as, ...my } = mine
  if (kept === 'mine') return { rag: my, as, conflicts: [] }
  // Nobody is asked for both of two RAGs: of such an answer the one that stands is kept.
  if (kept === 'theirs' || my.agreedRag !== agreedRag) return { rag: theirs, conflicts: [] }
  return { rag: { ...theirs, agreedReason: both }, as, conflicts: [] }
}

function mergeQuestions(now: readonly Challenge[], mine: readonly Challenge[], sent: Sent) {
  const [ours, standing] = [byKey(mine), byKey(now)]
  const taken = new Set([...standing.keys(), ...ours.keys()])
  const conflicts: string[] = []
  const challenges = [...new Set([...standing.keys(), ...ours.keys()])].flatMap((key) => {
    const [their, my] = [standing.get(key), ours.get(key)]
    if (my === undefined) return their ?? []
    const name = questionField(my)
    const kept = keptText(challengeText(their ?? NO_QUESTION), sent(name, challengeText(my)))
    if (kept === undefined) conflicts.push(name)
    const theirs = their ?? []
    if (kept === 'mine') return my
    if (kept !== 'both') return theirs
    const own = keyBeside(key, challengeText(my), taken)
    taken.add(own)
    return [theirs, { ...my, key: own }].flat()
  })
  return { challenges: challenges.filter((one) => challengeText(one) !== ''), conflicts }
}

const NO_QUESTION = { askedBy: '', question: '', answer: '' }

function byKey(challenges: readonly Challenge[]): Map<string, Challenge> {
  return new Map(challenges.map((one) => [one.key, one]))
}

/**
 * Returns whether a record has in it all that a form changed: it has come in before, as when a button is pressed twice
 * or an answer was lost.
 */
export function holdsAll(record: ItemWords, { words, rag, seen }: SentWords): boolean {
  const now = itemFields(record)
  const mine = itemFields({ ...record, ...words, ...rag })
  return Object.entries(mine).every(([name, text]) => {
    const [stands = '', field] = [now[name], { mine: text, ...(seen[name] ?? UNSEEN) }]
    const untouched = keptText(stands, { ...field, choice: undefined }) === 'theirs'
    if (untouched || field.choice === 'theirs') return true
    return field.choice === 'both' && Object.values(now).some((one) => one.includes(text))
  })
}
