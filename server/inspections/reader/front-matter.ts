import { findDate, findPeriod, type PartialDate } from './dates.ts'
import type { RawLine } from './lines/raw-lines.ts'
import type { Found } from './service-name.ts'

const onlyDate = /^(?:published:?\s*)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]+,?\s+20\d\d\.?$/i

/** Returns when the report was published, from its first pages, or null. */
export function readPublished(lines: readonly RawLine[]): Found<PartialDate> | null {
  const written = lines.filter(({ text }) => text !== '')
  const foreword = written.findIndex(({ text }, index) => index > 0 && /^foreword$/i.test(text))
  const front = written.slice(0, Math.min(160, Math.max(foreword, 60)))
  const ways: ((line: RawLine, below: string) => string | null)[] = [
    ({ text }, below) =>
      /^published\b/i.test(text)
        ? (findDate(text) ?? (/^published[^a-z]{0,5}$/i.test(text) ? findDate(below) : null))
        : null,
    ({ text }) =>
      /inspectorate of probation\b|\binspection by\b/i.test(text) && text.length < 200
        ? findDate(text)
        : null,
    ({ text }) => (onlyDate.test(text) ? findDate(text) : null),
    ({ text }) => (/\b(?:this|the) report was published\b/i.test(text) ? findDate(text) : null),
  ]
  for (const way of ways) {
    for (const [index, line] of front.entries()) {
      if (/fieldwork/i.test(line.text)) continue
      const value = way(line, front[index + 1]?.text.slice(0, 60) ?? '')
      if (value !== null) return { value, line: line.number, text: line.text }
    }
  }
  return null
}

const fieldwork = /\bfieldwork\b(?! (?:phase|activity|interview)).{0,200}/i
const inspectionTook =
  /\b(?:this|the|our) (?:\w+ )?inspection (?:fieldwork )?(?:took place|was (?:carried out|conducted|undertaken|completed)|started|began|commenced).{0,120}/i

/** When the inspectors were there: the first and, where it is printed, the last date. */
export type Fieldwork = { start: Found<PartialDate>; end: PartialDate | null }

/**
 * Returns the fieldwork's dates, or null: "Fieldwork took place in May 2022", "between 3 and 14 June 2019".
 */
export function readFieldwork(lines: readonly { number: number; text: string }[]): Fieldwork | null {
  for (const pattern of [fieldwork, inspectionTook]) {
    for (const [index, line] of lines.entries()) {
      const text = `${line.text.slice(0, 3000)} ${lines[index + 1]?.text.slice(0, 100) ?? ''}`
      const match = pattern.exec(text)
      if (!match || match.index > line.text.length) continue
      const found = findPeriod(match[0])
      if (found) return { start: { value: found.start, line: line.number, text: line.text }, end: found.end }
    }
  }
  return null
}

const partners: [RegExp, string][] = [
  [/\bCare Quality Commission\b|\bCQC\b/, 'Care Quality Commission'],
  [/\bOfsted\b/, 'Ofsted'],
  [/\bEstyn\b/, 'Estyn'],
  [
    /\bHMICFRS\b|\bInspectorate of Constabulary and Fire\b/,
    'HM Inspectorate of Constabulary and Fire & Rescue Services',
  ],
  [/\bHMIC\b|\bInspectorate of Constabulary\b(?! and Fire)/, 'HM Inspectorate of Constabulary'],
  [/\bCare Inspectorate Wales\b|\bCIW\b/, 'Care Inspectorate Wales'],
  [
    /\bCare and Social Services Inspectorate Wales\b|\bCSSIW\b/,
    'Care and Social Services Inspectorate Wales',
  ],
  [/\bHealthcare Inspectorate Wales\b|\bHIW\b/, 'Healthcare Inspectorate Wales'],
]

/** Returns who inspected: in a joint inspection with every inspectorate that the first pages name. */
export function readInspectorate(lines: readonly RawLine[], isJoint: boolean): string {
  const all = ['HM Inspectorate of Probation']
  if (isJoint) {
    const front = lines.slice(0, Math.max(120, Math.floor(lines.length * 0.2))).map(({ text }) => text)
    for (const [name, printed] of partners) if (front.some((text) => name.test(text))) all.push(printed)
    // The older name stands inside texts of the newer inspectorate too.
    const renamed = all.indexOf('HM Inspectorate of Constabulary')
    if (renamed > 0 && all.some((name) => name.endsWith('Rescue Services'))) all.splice(renamed, 1)
  }
  const last = all.length > 1 ? ` and ${all.pop() ?? ''}` : ''
  return `${all.join(', ')}${last}`
}
