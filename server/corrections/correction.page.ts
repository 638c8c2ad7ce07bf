import type { Nature } from './correction.rules.ts'

/** What a form asks about a change that may be a correction: the partial `change-or-correction` prints it. */
export interface NatureAsked {
  items: { value: Nature; text: string; hint: string }[]
  /** What is chosen before anybody chooses. */
  value: Nature | ''
  hint: string
}

const ITEMS: NatureAsked['items'] = [
  {
    value: 'change',
    text: 'The plan has changed',
    hint: 'It is shown as a change, and a target date that moves is counted.',
  },
  {
    value: 'correction',
    text: 'I typed it wrongly',
    hint: 'The mistake goes from pages and papers, and nothing counts as moved. The history keeps both.',
  },
]

/** Returns the question with which a form asks whether the plan has changed or something was typed wrongly. */
export function natureAsked(tabled: boolean, chosen: unknown): NatureAsked {
  const value = ITEMS.find((item) => item.value === chosen)?.value
  return {
    items: ITEMS,
    value: value ?? (tabled ? '' : 'correction'),
    hint: tabled
      ? 'A meeting has had it before it, so say which.'
      : 'No meeting has had it before it yet, so it is a correction unless you say otherwise.',
  }
}

/** What is said where nothing was chosen. */
export const CHOOSE_NATURE = 'Choose whether the plan has changed or you typed it wrongly'

/**
 * Returns what is missing from a form that asks for a word of why only where something was typed wrongly: undefined
 * where nothing is.
 */
export function natureErrors(
  nature: Nature | undefined,
  { stood, tabled }: { stood: boolean; tabled: boolean },
  why: string,
): Record<string, string> | undefined {
  if (nature === undefined) return { nature: CHOOSE_NATURE }
  return nature === 'correction' && stood && tabled && why === '' ? { why: SAY_WHAT_WAS_WRONG } : undefined
}

/** What is said where a correction of what a meeting has seen has no word of why. */
export const SAY_WHAT_WAS_WRONG = 'Enter what was wrong'
