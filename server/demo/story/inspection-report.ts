import { Temporal } from 'temporal-polyfill'
import { findFramework } from '../../inspections/frameworks/framework.ts'
import { areas, strengths } from './findings.data.ts'
import {
  foreword,
  forewordSignature,
  inspection,
  keyQuestions,
  ratings,
  recommendations,
} from './inspection.data.ts'

const QUESTIONS = [
  'Is enough done about what helps the child to stay out of trouble?',
  'Is enough done to keep the child safe?',
  'Is enough done to keep other people safe?',
]

/**
 * Returns the fictional inspection report as the text of a published one, with the month of fieldwork and of
 * publication. The demo board is filled from what the reader finds in it, and anybody may upload it again.
 */
export function inspectionReport(fieldwork: string, published: string): string {
  return [
    'An inspection of youth justice services in',
    'Northmoor',
    `HM Inspectorate of Probation, ${monthWords(published)}`,
    'This report is fictional. It belongs to the demo board of the improvement plan tracker.',
    'Foreword',
    foreword,
    forewordSignature.join('\n'),
    'Ratings',
    `${inspection.service}\tScore\t${inspection.printedScore}/${inspection.maximumScore}`,
    `Fieldwork started ${monthWords(fieldwork)}`,
    `Overall rating\t${inspection.overallRating}`,
    ...ratingsTable(),
    'Recommendations',
    ...recommendationList(),
    ...chapters(),
    '',
  ].join('\n\n')
}

function ratingsTable(): string[] {
  return domains().map(({ heading, standards }) =>
    [heading, ...standards.map(({ number, name }) => `${number}\t${name}\t${ratingOf(number)}`)].join('\n'),
  )
}

function recommendationList(): string[] {
  return recommendations.flatMap(({ addressee, text }, index) => [
    ...(addressee === recommendations[index - 1]?.addressee ? [] : [`${addressee} should:`]),
    `${index + 1}. ${text}.`,
  ])
}

function chapters(): string[] {
  return domains().flatMap(({ heading, standards }) => [
    heading,
    ...standards.flatMap(({ number, name }) => [
      `${number}. ${name}`,
      ratingOf(number),
      ...questionTable(number),
      ...bullets('Strengths:', strengths, number),
      ...bullets('Areas for improvement:', areas, number),
    ]),
  ])
}

function questionTable(number: string): string[] {
  const percents = keyQuestions[number]
  if (percents === undefined) return []
  const lines = QUESTIONS.map((question, index) => `${question}\t${percents[index] ?? ''}%`)
  return ['Our rating is based on these key questions:', ["Key question\t% 'Yes'", ...lines].join('\n')]
}

function bullets(title: string, findings: typeof areas, number: string): string[] {
  const under = findings.filter((finding) => finding.standard === number)
  return under.length === 0 ? [] : [title, under.map(({ text }) => `- ${text}`).join('\n')]
}

function domains() {
  const framework = findFramework(inspection.framework)
  if (framework === undefined) throw new Error(`no such framework: ${inspection.framework}`)
  return framework.domains.map(({ number, name }) => ({
    heading: `${number}. ${name}`,
    standards: framework.standards.filter((standard) => standard.number.startsWith(`${number}.`)),
  }))
}

function ratingOf(number: string): string {
  return ratings.find((rated) => rated.number === number)?.rating ?? 'Not rated'
}

function monthWords(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { month: 'long', year: 'numeric' })
}
