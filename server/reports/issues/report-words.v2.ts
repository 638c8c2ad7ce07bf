import { day } from '../../web/view-helpers.ts'

/**
 * The English in which the facts of a report of version 2 are printed. It never changes; another wording is another
 * version. Version 1 has no such words: it is the paper as it was printed.
 */
export const reportWordsV2 = {
  subject: (committee: string) => `Report to ${committee}`,
  draftOf: (on: string) => `Draft of ${day(on)}`,
  version: (number: number, on: string) => `Version ${number}, issued ${day(on)}`,
  planAgreed: (on: string) => `The plan as agreed on ${day(on)}`,
  publicVersion: 'Public version',
  draft: 'Draft, not issued',
  exempt: (ground: string) => `Exempt: ${ground}`,
  ground: (paragraph: number) =>
    `paragraph ${paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972`,
  embargoed: (until: string) => `Embargoed until ${day(until)}`,
  toBeConfirmed: 'To be confirmed',
  on: (meetsOn: string) => day(meetsOn),
  reportOfLine: (who: string) => `Report of ${who}`,
  date: 'Date',
  reportOf: 'Report of',
  subjectTerm: 'Subject',
  status: 'Status',
  open: 'Open',
  contactOfficer: (contact: string) => `Contact officer: ${contact}`,

  appendixInspection: 'Appendix A: the inspection',
  appendixPlan: (letter: string, title: string, agreedOn: string | null) =>
    `Appendix ${letter}: ${agreedOn === null ? `the plan “${title}”` : `the plan as agreed on ${day(agreedOn)}`}`,
  noRecommendations: 'The plan had no recommendations.',
  ratings: 'Ratings',
  service: 'Service',
  score: 'Score',
  scoreOf: (score: number, maximum: number | null, isSum: boolean) =>
    `${maximum === null ? String(score) : `${score}/${maximum}`}${isSum ? ', the sum of the ratings' : ''}`,
  fieldwork: 'Fieldwork took place in',
  fieldworkIn: (dates: readonly string[]) =>
    dates.length === 0 ? 'Not known' : dates.map((one) => day(one)).join(' to '),
  overallRating: 'Overall rating',
  notRated: 'Not rated',
  ratingsOfStandards: 'Ratings of the standards',
  standard: 'Standard',
  rating: 'Rating',
  standards: 'Standards',
  domain: (number: string, name: string) => `${number}. ${name}`,
  apart: (heading: string) => `${heading} (rated apart, outside the score)`,
  unrated: (standards: readonly string[]) =>
    `The score cannot be worked out, because these have no rating: ${standards.join(', ')}.`,
  scoreDisagrees: (printed: number, maximum: number, addsUpTo: number) =>
    `The report prints ${printed} of ${maximum}; the ratings add up to ${addsUpTo}. Both are kept.`,
  overallDisagrees: (rating: string, leadTo: string) =>
    `The report rates the service ${rating}; its ratings lead to ${leadTo}. The report’s word is kept.`,
  recommendations: 'Recommendations',
  recommendationsOf: 'Recommendations of the inspection',
  number: 'Number',
  madeTo: 'Made to',
  recommendation: 'Recommendation',
}
