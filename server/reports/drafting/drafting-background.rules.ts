import { dayInWords } from '../../shared/calendar-day.ts'
import type { PositionRow } from '../../plans/position/plan-position.rules.ts'
import type { Side } from '../../plans/recommendations/recommendation.ts'
import { scoreDisagrees } from '../../inspections/frameworks/rating.ts'
import type { DraftingSources } from './drafting.ts'
import { quorumWords } from '../../meetings/minutes/minutes-words.ts'
import type { DraftedSentence } from './drafting.ts'
import {
  counted,
  dayOrMonth,
  listed,
  minutesSource,
  planSource,
  saidSentences,
  sourced,
  theName,
  upperFirst,
} from './drafting-words.rules.ts'

type Inspection = NonNullable<DraftingSources['inspection']>

/** Drafts what the report is for. */
export function draftPurpose({
  board,
  plan,
  inspection,
  agreed,
  planned,
}: DraftingSources): DraftedSentence[][] {
  const what =
    inspection === null
      ? `To tell the Committee about the plan “${plan.title}”`
      : `To tell the Committee what the inspection of ${inspection.service} found`
  const since =
    agreed !== null
      ? `, and where the plan of ${theName(board.name)} stood on ${dayInWords(agreed.heldOn)}`
      : (planned?.rows.length ?? 0) > 0
        ? ', and what is planned'
        : ''
  return [sourced(agreed === null ? sourceOfPlan(plan) : planSource(agreed), [`${what}${since}.`])]
}

/** Drafts the inspection, its rating and recommendations, and what the board has done about them. */
export function draftBackground(sources: DraftingSources): DraftedSentence[][] {
  const { inspection } = sources
  const paragraphs = [
    inspection === null ? [] : sourced(sourceOfInspection(inspection), inspectionSentences(inspection)),
    boardSentences(sources),
    reviewSentences(sources),
  ]
  return paragraphs.filter((sentences) => sentences.length > 0)
}

function inspectionSentences(inspection: Inspection): string[] {
  const { service, inspectorate, published, recommendations } = inspection
  return [
    `${upperFirst(inspectorate)} inspected ${service}${fieldwork(inspection)}.`,
    published === null ? '' : `Its report was published ${on(published)}.`,
    ratingSentence(inspection),
    disagreement(inspection),
    recommendations.length === 0
      ? ''
      : `The report makes ${counted(recommendations.length, 'recommendation')}${addressees(recommendations)}.`,
  ].filter((sentence) => sentence !== '')
}

function fieldwork({ fieldworkStarted, fieldworkEnded }: Inspection): string {
  if (fieldworkStarted === null) return fieldworkEnded === null ? '' : `, ending ${on(fieldworkEnded)}`
  if (fieldworkEnded === null || fieldworkEnded === fieldworkStarted) return ` ${on(fieldworkStarted)}`
  return ` from ${dayOrMonth(fieldworkStarted)} to ${dayOrMonth(fieldworkEnded)}`
}

function on(day: string): string {
  return `${day.length === 7 ? 'in' : 'on'} ${dayOrMonth(day)}`
}

function ratingSentence({ overallRating, printedScore, maximumScore }: Inspection): string {
  const score =
    printedScore === null
      ? ''
      : maximumScore === null
        ? `a score of ${printedScore}`
        : `a score of ${printedScore} out of ${maximumScore}`
  if (overallRating === null) return score === '' ? '' : `The report gives the service ${score}.`
  return `The service was rated “${overallRating}” overall${score === '' ? '' : `, with ${score}`}.`
}

/** What the report prints is kept, and said to disagree. */
function disagreement({ printedScore, computedScore }: Inspection): string {
  return scoreDisagrees(printedScore, computedScore)
    ? `The ratings in the report add up to ${String(computedScore)}.`
    : ''
}

/** ": 7 to Northmoor Youth Justice Service and 1 to the board". */
function addressees(recommendations: readonly { addressee: string }[]): string {
  const named = recommendations.filter(({ addressee }) => addressee !== '')
  const byAddressee = Map.groupBy(named, ({ addressee }) => addressee)
  if (named.length < recommendations.length || byAddressee.size === 0) return ''
  const [only] = byAddressee.keys()
  if (byAddressee.size === 1 && only !== undefined) return `, addressed to ${inSentence(only)}`
  return `: ${listed([...byAddressee].map(([to, theirs]) => `${theirs.length} to ${inSentence(to)}`))}`
}

function inSentence(addressee: string): string {
  return addressee.replace(/^The /, 'the ')
}

function boardSentences({ board, plan, inspection, agreed }: DraftingSources): DraftedSentence[] {
  if (agreed === null) {
    return sourced(sourceOfPlan(plan), [
      `The plan “${plan.title}” has been drawn up${inspection === null ? '' : ' in answer to the inspection'}.`,
    ])
  }
  const { position } = agreed
  if (position.rows.length === 0) return []
  const local = inspection === null ? 0 : position.rows.filter(({ reportText }) => reportText === null).length
  const own = local === 0 ? '' : `, of which ${local === 1 ? '1 is its own' : `${local} are its own`}`
  return sourced(planSource(agreed), [
    `The plan of ${theName(board.name)}, “${position.plan.title}”, holds ${counted(position.rows.length, 'recommendation')}${own}.`,
    ...(position.rows.length > 1 ? [answerableSentence(position.rows), plannedSentence(position.rows)] : []),
  ])
}

/** For how many of the recommendations somebody is named, on the board and in the service: "TBC" is nobody. */
function answerableSentence(rows: readonly PositionRow[]): string {
  const named = (side: Side) => rows.filter(({ gaps }) => !gaps.includes(side)).length
  const [board, service] = [named('board'), named('service')]
  if (board === rows.length && service === rows.length) {
    return 'For each of them it names a champion on the Board and one in the service.'
  }
  return `It names a champion on the Board for ${howMany(board, rows.length)} and one in the service for ${howMany(service, rows.length)}.`
}

function plannedSentence(rows: readonly PositionRow[]): string {
  const planned = rows.filter(({ actions }) => actions.length > 0).length
  return planned === rows.length
    ? 'For each of them it says what will be done.'
    : `It has actions for ${howMany(planned, rows.length)}.`
}

function howMany(number: number, all: number): string {
  if (number === 0) return 'none of them'
  return number === all ? 'each of them' : `${number} of the ${all}`
}

function reviewSentences({ agreed, before }: DraftingSources): DraftedSentence[] {
  if (agreed === null) return []
  const { minutes, heldOn, approvedOn } = agreed
  const earlier = before === null ? '' : `, and before that on ${dayInWords(before.heldOn)}`
  const met = `The Board reviewed the plan on ${dayInWords(heldOn)}${earlier}.`
  const texts = [
    ...(minutes === null ? [] : saidSentences(quorumWords(minutes))),
    ...(approvedOn === null
      ? []
      : [`The minutes of that meeting were approved on ${dayInWords(approvedOn)}.`]),
  ]
  return [...sourced(planSource(agreed), [met]), ...sourced(minutesSource(agreed), texts)]
}

/** Drafts the duties in law of the youth justice service and who inspects it: general words, for any council. */
export function draftLaw({ inspection }: DraftingSources): DraftedSentence[][] {
  const services = act('Crime and Disorder Act 1998, section 38', 'ukpga/1998/37/section/38')
  const teams = act('Crime and Disorder Act 1998, section 39', 'ukpga/1998/37/section/39')
  const inspecting = act('Criminal Justice and Court Services Act 2000, section 7', 'ukpga/2000/43/section/7')
  const paragraphs = [
    sourced(services, [
      'Section 38 of the Crime and Disorder Act 1998 makes the council, with its partners in the police, probation and health, answerable for youth justice services in its area.',
    ]),
    sourced(teams, [
      'Section 39 of the same Act requires the council and those partners to have a youth offending team, the Act’s name for a youth justice service.',
    ]),
  ]
  const isProbation = inspection !== null && /probation/i.test(inspection.inspectorate)
  if (!isProbation) return paragraphs
  return [
    ...paragraphs,
    sourced(inspecting, [
      'HM Chief Inspector of Probation inspects youth offending teams under section 7 of the Criminal Justice and Court Services Act 2000.',
    ]),
  ]
}

function act(label: string, page: string): DraftedSentence['source'] {
  return { label, path: `https://www.legislation.gov.uk/${page}` }
}

/** Drafts the list of the papers behind the report. */
export function draftBackgroundPapers({ inspection, plan, agreed }: DraftingSources): DraftedSentence[][] {
  const paragraphs: DraftedSentence[][] = []
  if (inspection !== null) {
    const { inspectorate, service, published } = inspection
    const when = published === null ? '' : `, published ${on(published)}`
    const text = `- ${upperFirst(inspectorate)}: report on the inspection of ${service}${when}.`
    paragraphs.push(sourced(sourceOfInspection(inspection), [text]))
  }
  if (agreed === null) {
    paragraphs.push(sourced(sourceOfPlan(plan), [`- The plan “${plan.title}”.`]))
    return paragraphs
  }
  const { position, heldOn, approvedOn } = agreed
  const approved = approvedOn === null ? 'not yet approved' : `approved on ${dayInWords(approvedOn)}`
  paragraphs.push(
    sourced(planSource(agreed), [
      `- The plan “${position.plan.title}”, as it stood at the Board’s meeting on ${dayInWords(heldOn)}.`,
    ]),
    sourced(minutesSource(agreed), [`- Minutes of the Board, ${dayInWords(heldOn)} (${approved}).`]),
  )
  return paragraphs
}

function sourceOfInspection({ id }: Inspection): DraftedSentence['source'] {
  return { label: 'the inspection report', path: `/inspections/${id}` }
}

function sourceOfPlan({ slug }: DraftingSources['plan']): DraftedSentence['source'] {
  return { label: 'the plan', path: `/plans/${slug}` }
}
