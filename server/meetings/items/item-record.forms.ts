import { z } from 'zod'
import { namedListField } from '../../people/named.forms.ts'
import { textOf } from '../../drafts/typed-words.forms.ts'
import { RAGS } from '../../shared/rag.ts'
import {
  choiceField,
  dateField,
  idField,
  joinDates,
  parseForm,
  type Parsed,
  shortText,
  textField,
  tickField,
} from '../../web/forms.ts'
import { fieldVersion } from '../../web/conflicts/field-versions.ts'
import { LONGEST } from './item-merge.rules.ts'

const challengeForm = z.object({
  askedBy: textField({ name: 'Who asked', max: 200 }),
  question: textField({ name: 'What was asked', max: 4000 }),
  answer: textField({ name: 'The answer', max: 8000 }),
})

/** Rows of a question each; one without a word stays among them, since it may have been emptied. */
const challengesField = z.any().transform((rows: unknown, context) =>
  (rows as { key: string }[]).flatMap((row) => {
    const parsed = challengeForm.safeParse(row)
    const problem = (field: string, message: string) => {
      context.addIssue({ code: 'custom', message, path: [`${field}-${row.key}`] })
      return []
    }
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return problem(String(issue?.path[0] ?? 'question'), issue?.message ?? '')
    }
    const { askedBy, question, answer } = parsed.data
    const isEmpty = askedBy === '' && question === '' && answer === ''
    return question === '' && !isEmpty
      ? problem('question', 'Enter what was asked')
      : [{ key: row.key, ...parsed.data }]
  }),
)

const noteField = textField({ name: 'Note', max: 2000 })

/** Decisions of earlier meetings with whether each was ticked as done; gives those that were. */
const closingsField = z.any().transform((rows: unknown, context) =>
  (rows as { itemId: number; done: boolean; note: unknown }[]).flatMap(({ itemId, done, note }) => {
    const parsed = noteField.safeParse(note)
    const problem = (message: string) => {
      context.addIssue({ code: 'custom', message, path: [`note-${itemId}`] })
      return []
    }
    if (!parsed.success) return problem(parsed.error.issues[0]?.message ?? '')
    if (!done && parsed.data !== '') return problem('Tick “Done” to keep this note, or clear it')
    return done ? [{ itemId, note: parsed.data }] : []
  }),
)

/** What is posted about an item of the agenda; joinItem puts its parts together. */
const itemForm = z
  .object({
    discussion: textField({ name: 'Discussion', max: LONGEST.discussion }),
    challenges: challengesField,
    decision: textField({ name: 'Decision', max: LONGEST.decision }),
    decisionOpen: tickField,
    // Missing where none was chosen; none: nothing is agreed after all.
    agreedRag: choiceField([...RAGS, 'none'], 'Choose the RAG that the board agreed').optional(),
    agreedReason: textField({ name: 'Reason', max: LONGEST.agreedReason }),
    /** Whether both are as they were when the form was opened: then they agree nothing, and take nothing back. */
    leftRagAlone: z.boolean().optional(),
    /** What was reported as the form showed it, where it was agreed as reported. */
    asReported: textField({ name: 'What was reported', max: 100 }).optional(),
    actionDescription: textField({ name: 'What will be done', max: 2000 }),
    actionOwner: namedListField,
    actionTarget: dateField({ name: 'The date' }),
    actionRecommendation: z.preprocess(
      (id) => (id === '' ? null : (id ?? null)),
      idField('Choose a recommendation from the list').nullable(),
    ),
    approve: tickField,
    closings: closingsField,
  })
  .refine(
    ({ agreedRag, agreedReason, asReported }) =>
      agreedReason === '' || agreedRag !== undefined || asReported !== undefined,
    {
      path: ['agreedRag'],
      error: 'Choose the RAG that the board agreed for this reason',
    },
  )
  .refine(({ decision, decisionOpen }) => decision !== '' || !decisionOpen, {
    path: ['decision'],
    error: 'Enter the decision that comes back at the next meeting',
  })
  .refine(
    (form) =>
      form.actionDescription !== '' ||
      (form.actionOwner.length === 0 && form.actionTarget === null && form.actionRecommendation === null),
    { path: ['actionDescription'], error: 'Enter what will be done' },
  )

export type ItemForm = z.infer<typeof itemForm>

/** Returns whether a posted body has the RAG and its reason as they were when the form was opened. */
export function leftRagAlone(body: Readonly<Record<string, unknown>>): boolean {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  const rag = text('agreedRag')
  const sent = rag === '' || rag === 'none' ? '' : `${rag}\n${text('agreedReason')}`
  return body['opened.agreedRag'] !== undefined && fieldVersion(sent) === body['opened.agreedRag']
}

/**
 * Reads a posted form. A text that is longer than its field takes, and that nobody changed, holds up no other field: an
 * earlier release has put two together.
 */
export function parseItem(body: Readonly<Record<string, unknown>>): Parsed<ItemForm> {
  const untouched = (['discussion', 'decision', 'agreedReason'] as const).flatMap((name) => {
    const text = textOf(body[name]).trim()
    const isLeft =
      name === 'agreedReason' ? leftRagAlone(body) : fieldVersion(text) === body[`opened.${name}`]
    return isLeft && text.length > LONGEST[name] ? [[name, text] as const] : []
  })
  const short = Object.fromEntries(untouched.map(([name, text]) => [name, text.slice(0, 1)]))
  const form = parseForm(itemForm, { ...joinItem(body), ...short })
  return form.ok ? { ...form, value: { ...form.value, ...Object.fromEntries(untouched) } } : form
}

/** What a form carries besides: its one-time key. */
export const placeForm = z.object({ formKey: z.guid() })

/** Puts the questions, the decisions and the date of a posted body together for itemForm. */
function joinItem(body: unknown): Record<string, unknown> {
  const values = joinDates(body, ['actionTarget'])
  const asReported = values['then'] === 'agree' ? shortText(values['reported']) : undefined
  return {
    ...values,
    leftRagAlone: leftRagAlone(values),
    asReported,
    challenges: challengeRows(values),
    closings: closingRows(values),
  }
}

function closingRows(values: Record<string, unknown>) {
  return Object.keys(values).flatMap((name) => {
    const [, id] = /^note-([1-9]\d{0,8})$/.exec(name) ?? []
    return id === undefined
      ? []
      : [{ itemId: Number(id), done: values[`done-${id}`] !== undefined, note: values[name] }]
  })
}

/** Returns the questions of a posted body as they were typed, by the keys of their rows. */
export function challengeRows(
  values: Record<string, unknown>,
): { key: string; askedBy: unknown; question: unknown; answer: unknown }[] {
  const keys = Object.keys(values).flatMap((name) => CHALLENGE_BOX.exec(name)?.[1] ?? [])
  return [...new Set(keys)].map((key) => ({
    key,
    askedBy: values[`askedBy-${key}`],
    question: values[`question-${key}`],
    answer: values[`answer-${key}`],
  }))
}

const CHALLENGE_BOX = /^(?:askedBy|question|answer)-([\da-z]{1,16})$/
