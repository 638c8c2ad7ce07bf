/**
 * Part 1 of Schedule 12A to the Local Government Act 1972, as it stands for England since 2006, in short words: what
 * a council may keep from the public. Wales has a list of its own in Part 4 (2007).
 */
export const EXEMPT_PARAGRAPHS = [
  { number: 1, words: 'information about an individual' },
  { number: 2, words: 'information that is likely to reveal who an individual is' },
  { number: 3, words: 'the financial or business affairs of a person or body, the council among them' },
  { number: 4, words: 'consultations or negotiations about labour relations' },
  { number: 5, words: 'advice that has legal professional privilege' },
  { number: 6, words: 'a notice, order or direction that the council proposes to give or make' },
  { number: 7, words: 'preventing, investigating or prosecuting crime' },
] as const

/**
 * Returns the ground as a report prints it: "paragraph 2 of Part 1 of Schedule 12A to the Local Government Act
 * 1972".
 */
export function exemptionGround(paragraph: number): string {
  return `paragraph ${paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972`
}
