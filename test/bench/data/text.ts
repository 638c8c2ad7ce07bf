import type { Choice } from '../../support/builders/choice.ts'

const OPENINGS = [
  'Since the last meeting',
  'In this quarter',
  'After the workshop in spring',
  'With help from health',
  'As the champions asked',
  'Before the holidays',
]

const SUBJECTS = [
  'case managers',
  'the two team managers',
  'colleagues from education',
  'the parenting workers',
  'officers of the police team',
  'the quality group',
]

const DEEDS = [
  'have read twelve plans together and written down what a good one has in common',
  'met families at home and asked what would have helped them earlier',
  'agreed who calls the school when a child has been away for three days',
  'tried the new form with nine children and shortened it by half',
  'went through the waiting list and found a place for all but two',
  'wrote a page on safety planning that every new worker gets on the first day',
]

const RESULTS = [
  'The next review is in six weeks.',
  'Seven of ten cases now show it.',
  'Two agencies have still to say who takes part.',
  'Children told us that it makes a difference.',
  'What is left needs one more person for a month.',
]

/** Gives a sentence about what was done. */
export function deed(choice: Choice): string {
  return `${choice.of(OPENINGS)} ${choice.of(SUBJECTS)} ${choice.of(DEEDS)}.`
}

/** Gives what somebody writes who reports progress: about 250 characters. */
export function narrative(choice: Choice): string {
  return `${deed(choice)} ${deed(choice)} ${choice.of(RESULTS)}`
}
