import type { FrameworkId } from '../frameworks/framework.ts'
import type { RawLine } from './lines/raw-lines.ts'
import type { ReadStandard } from './reading.ts'
import type { Title } from './service-name.ts'

/**
 * Returns the framework a report follows, or null. The standards it prints decide; its dates only where they leave
 * it open: the 2018 standards from May 2018, the 2021 ones from July 2021, the 2025 ones from spring 2025.
 */
export function whichFramework(
  title: Title | null,
  read: readonly ReadStandard[],
  date: string | null,
  lines: readonly RawLine[],
): FrameworkId | null {
  if (/\bwork with (?:children|victims)\b/i.test(title?.words ?? '')) return 'hmip-youth-2025'
  const name = (number: string) => read.find((standard) => standard.number === number)?.name ?? ''
  if (/^joint working/i.test(name('3.4'))) return 'hmip-youth-2018'
  if (/^out[ -]of[ -]court/i.test(name('3.4')) || /^resettlement/i.test(name('4.1'))) return 'hmip-youth-2021'
  if (/^assess/i.test(name('2.1')) && name('3.1') !== '')
    return date !== null && date < '2021-07' ? 'hmip-youth-2018' : 'hmip-youth-2021'
  const has = (pattern: RegExp) => lines.some(({ text }) => text.length < 300 && pattern.test(text))
  if (date !== null && date >= '2025-04') return 'hmip-youth-2025'
  if (has(/^(?:\d\.?\s+)?work with victims$/i) || read.some(({ number }) => number.startsWith('V')))
    return 'hmip-youth-2025'
  if (has(/\b(?:un)?satisfactory\b/i) && (date === null || date < '2018-05')) return 'joint-2016'
  if (date === null) return null
  if (date < '2018-05') return title?.isJoint === true || has(/joint inspection/i) ? 'joint-2016' : null
  return date < '2021-07' ? 'hmip-youth-2018' : 'hmip-youth-2021'
}
