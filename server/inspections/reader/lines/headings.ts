import { frameworks } from '../../frameworks/framework.ts'

/** A line that opens a part of the report, by its words alone. */
export type Heading =
  | { kind: 'main'; name: string }
  | { kind: 'annexe'; name: string }
  | { kind: 'domain'; number: string | null; name: string }
  | { kind: 'standard'; number: string; name: string }
  | { kind: 'strengths' }
  | { kind: 'areas' }

// The parts of reports since 2016, besides their numbered chapters.
const mainHeadings = [
  'foreword',
  'ratings',
  'ratings table',
  'summary of ratings',
  'overall findings',
  'overall rating',
  'executive summary',
  'summary',
  'summary of findings',
  'recommendations?',
  'our recommendations',
  'recommendations for improvement',
  'new recommendations',
  'background',
  'introduction',
  'contextual (?:facts|information)',
  'context',
  'the (?:service|local|inspection) context',
  'key facts',
  'local context',
  'acknowledge?ments?',
  'contents',
  'diversity',
  'equity, diversity,? and inclusion',
  'glossary',
  'methodology',
  'further information',
  'inspection (?:data|methodology|arrangements|team)',
  'scope and purpose(?: of the inspection)?',
  '(?:the )?role of .{0,60}inspectorate.{0,30}',
  '(?:progress (?:against|on|since) )?(?:the )?(?:previous|last|earlier) (?:recommendations|inspection)',
  'progress (?:against|on|made (?:against|on)) .{0,60}',
  'previous inspection.{0,40}',
  'post-inspection improvement (?:work|plan)',
  'next steps',
  'what happens next',
  'why we inspected(?: the service)?',
  'our (?:approach|standards|rating system)',
  'service information',
  'footnotes',
  'references',
]
const mainPattern = new RegExp(`^(?:\\d{1,2}\\.?\\s+)?(${mainHeadings.join('|')}):?$`, 'i')
const annexePattern = /^(?:annexe?|appendix)(?:\s+[a-z0-9]{1,3})?\s*(?:[:.–-]\s*\S.{0,100}|)$/i
const numberedStandard = /^(\d\.\s?\d|[VC]\d(?:\.\d)?)\.?[\s:–-]+(\p{Lu}[^?]{2,100})$/u

const strengthsPattern =
  /^(?:(?:key |areas of |our )?strengths?|(?:our )?key findings\b.{0,120}|what (?:is|was|went) (?:working )?well)\s*:?$/i
const areasPattern =
  /^(?:but|however|however, .{0,60}\bimprove(?:ment)?s?|however,? we (?:also )?found(?: that)?|(?:we (?:also )?(?:found|identified) )?(?:the following |key |other )?areas (?:for|of|needing|requiring|that need(?: to)?) (?:further )?(?:improvement|development|improve|focus)|what (?:could|needs to) (?:be better|improve))\s*:?$/i

const domainNames = new Map(
  frameworks.flatMap(({ domains }) => domains.map(({ name }) => [name.toLowerCase(), name] as const)),
)

/** Longer lines are no headings, in characters. */
export const longestHeading = 160

/** Returns what part of a report this line opens, judged by its words alone, or null. */
export function headingOf(text: string): Heading | null {
  if (text.length > longestHeading || /^[a-z]/.test(text)) return null
  const line = text.replace(/\s+/g, ' ').trim()
  if (areasPattern.test(line)) return { kind: 'areas' }
  if (strengthsPattern.test(line) && !/[a-z]\.$/.test(line)) return { kind: 'strengths' }
  const main = mainPattern.exec(line)?.[1]
  if (main !== undefined && !main.endsWith('.')) return { kind: 'main', name: main }
  if (annexePattern.test(line) && !line.endsWith('.')) return { kind: 'annexe', name: line }
  const standard = numberedStandard.exec(line)
  if (standard?.[1] && standard[2] && isTitle(standard[2])) {
    return { kind: 'standard', number: standard[1].replace(' ', ''), name: standard[2].trim() }
  }
  const domain = /^(?:(?:domain|theme|chapter) )?(?:(\d|one|two|three|four|five|six)[.:]? )?(.+?):?$/i.exec(
    line,
  )
  const known = domain?.[2] === undefined ? undefined : domainNames.get(domain[2].toLowerCase())
  if (known !== undefined) return { kind: 'domain', number: digitOf(domain?.[1]), name: known }
  return null
}

/** Says whether a paragraph opens the standing prose about inspecting that follows a chapter's lists of findings. */
export function isAboutInspecting(text: string): boolean {
  return aboutInspecting.test(text)
}

const aboutInspecting =
  /^(?:in making a judge?ment|our rating|we (?:also )?(?:inspect|gathered evidence)|work with children\b.{0,80}will be more effective|organisations that are well led)|\bwe inspect against\b|key questions?:?$/i

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six']

/** Returns the digit of "2", "two" or "Two", or null. */
export function digitOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const index = words.indexOf(text.toLowerCase())
  return index < 0 ? text : String(index)
}

/** Says whether a line could be a heading by its shape: short, no sentence, no figures of a table. */
export function isTitle(text: string): boolean {
  return text.length <= 100 && !/[.?!;,]$/.test(text) && !/\t|\d\s?%|£|\bshould\b|\.\s/.test(text)
}
