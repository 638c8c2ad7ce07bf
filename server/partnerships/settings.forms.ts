import { z } from 'zod'
import { RAGS, type Rag, type RagWord } from '../shared/rag.ts'
import { choiceField, shortText, textField, versionField } from '../web/forms.ts'
import { contrastWithWhite, LEAST_CONTRAST } from './colour.rules.ts'

const HEX_COLOUR = /^#[0-9a-f]{6}$/

export const councilNameField = textField({
  name: 'Name of the council or area',
  max: 100,
  required: 'Enter the name of the council or area',
})
export const boardNameField = textField({
  name: 'Name of the board',
  max: 150,
  required: 'Enter the name of the board',
})
export const serviceNameField = textField({
  name: 'Name of the service',
  max: 150,
  required: 'Enter the name of the service',
})

const colourField = textField({ name: 'Colour', max: 100, required: 'Enter a colour' })
  .transform((colour) => colour.toLowerCase())
  .refine((colour) => colour === '' || HEX_COLOUR.test(colour), {
    error: 'Colour must be a # and six digits or letters from a to f, such as #1d5a66',
  })
  .superRefine((colour, context) => {
    if (!HEX_COLOUR.test(colour)) return
    const contrast = contrastWithWhite(colour)
    if (contrast >= LEAST_CONTRAST) return
    // Rounded down: 4.499 must not read as the 4.5 it fails to reach.
    const shown = Math.floor(contrast * 100) / 100
    const message = `White text on ${colour} has a contrast of ${shown} to 1 and needs ${LEAST_CONTRAST} to 1. Choose a darker colour`
    context.addIssue({ code: 'custom', message })
  })

export const namesForm = z.object({
  councilName: councilNameField,
  boardName: boardNameField,
  serviceName: serviceNameField,
  colour: colourField,
  version: versionField,
})

export const acceptanceForm = z.object({
  updatesNeedAcceptance: choiceField(['yes', 'no'], 'Say whether progress updates need acceptance').transform(
    (answer) => answer === 'yes',
  ),
  version: versionField,
})

/** A whole number from 1 to `max`, or null if the field is empty and may be. */
function numberField(options: { name: string; max: number; required?: string }) {
  const { name, max, required } = options
  const message = `${name} must be a whole number from 1 to ${max}`
  return z.any().transform((value: unknown, context): number | null => {
    const text = shortText(value)
    const problem = text === '' ? required : isWithin(text, max) ? undefined : message
    if (problem === undefined) return text === '' ? null : Number(text)
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
}

function isWithin(text: string, max: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= max
}

export const meetingSettingsForm = z.object({
  quorumMembers: numberField({ name: 'The number of members', max: 100 }),
  quorumAgencies: numberField({ name: 'The number of statutory agencies', max: 100 }),
  attendanceCommitment: numberField({
    name: 'The share of meetings',
    max: 100,
    required: 'Enter the share of meetings that members are expected to attend, such as 75',
  }).transform((share) => share ?? 0),
  minuteTakerRecords: choiceField(
    ['yes', 'no'],
    'Say whether the minute taker records the RAG that the board agrees',
  ).transform((answer) => answer === 'yes'),
  version: versionField,
})

/** The two fields of each RAG value in the form. */
export const RAG_FIELDS = {
  not_started: { word: 'notStartedWord', meaning: 'notStartedMeaning' },
  red: { word: 'redWord', meaning: 'redMeaning' },
  amber: { word: 'amberWord', meaning: 'amberMeaning' },
  green: { word: 'greenWord', meaning: 'greenMeaning' },
  blue: { word: 'blueWord', meaning: 'blueMeaning' },
} as const satisfies Record<Rag, { word: string; meaning: string }>

function wordField(value: string) {
  return textField({ name: `The word for ${value}`, max: 30, required: `Enter the word for ${value}` })
}

function meaningField(value: string) {
  return textField({
    name: `The meaning of ${value}`,
    max: 200,
    required: `Enter the meaning of ${value}`,
  })
}

export const ragWordsForm = z
  .object({
    notStartedWord: wordField('not started'),
    notStartedMeaning: meaningField('not started'),
    redWord: wordField('red'),
    redMeaning: meaningField('red'),
    amberWord: wordField('amber'),
    amberMeaning: meaningField('amber'),
    greenWord: wordField('green'),
    greenMeaning: meaningField('green'),
    blueWord: wordField('blue'),
    blueMeaning: meaningField('blue'),
    version: versionField,
  })
  .superRefine((form, context) => {
    const seen = new Set<string>()
    for (const rag of RAGS) {
      const field = RAG_FIELDS[rag].word
      const word = form[field]
      if (seen.has(word.toLowerCase())) {
        const message = `“${word}” stands for two of the five. Enter a different word for each`
        context.addIssue({ code: 'custom', message, path: [field] })
      }
      seen.add(word.toLowerCase())
    }
  })
  .transform((form) => ({
    version: form.version,
    words: RAGS.map((rag): RagWord => {
      const { word, meaning } = RAG_FIELDS[rag]
      return { rag, word: form[word], meaning: form[meaning] }
    }),
  }))

/** The same form when its other button was pressed: the words go back to those that the tracker began with. */
export const ragWordsResetForm = z.object({ version: versionField })
