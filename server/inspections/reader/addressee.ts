import type { Block } from './lines/blocks.ts'

/** Whom a list speaks to, what of the lead-in belongs to every item, and a deadline set for all of them. */
export type Lead = { addressee: string; prefix: string; deadline: string | null }

/** Before any addressee is named. */
export const noLead: Lead = { addressee: '', prefix: '', deadline: null }

/** Says whether a block is an item of its own: numbered or bulleted, not a sub-point. */
export const isItem = ({ marker }: Block) =>
  marker !== null && marker !== 'o' && !/^\(?[a-hiv]+[.)]$/i.test(marker)

const timePattern =
  /^(within (?:the next )?\w+ (?:working )?(?:days?|weeks?|months?|years?)|by (?:\d{1,2} )?\w+ 20\d\d|immediately),?\s+/i

/** Returns whom a line speaks to ("The Partnership Board should:"), or null if it speaks to nobody. */
export function asLead(block: Block, next: Block | undefined): Lead | null {
  const { text } = block
  if (block.marker !== null && !/^\p{Lu}.*:$/su.test(text)) return null
  const when = /^(within .{3,40}|immediately|by .{3,30}):?$/i.exec(text)
  if (block.marker === null && when?.[1] && next) return { ...noLead, deadline: when[1] }
  const timed = timePattern.exec(text)
  const words = timed ? text.slice(timed[0].length) : text
  const should = /^(.{2,200}?),?\s+(?:should|must|needs? to)\b,?\s*(.{0,200}?):$/.exec(words)
  if (should?.[1] && isBody(should[1])) {
    const inner = /^(within [^,]{3,40}|by [^,]{3,40}|immediately)(?:,|$)(.*)$/i.exec(should[2] ?? '')
    const deadline = timed?.[1] ?? inner?.[1] ?? null
    return {
      addressee: withCapital(should[1]),
      prefix: prefixOf(inner ? (inner[2] ?? '') : (should[2] ?? '')),
      deadline,
    }
  }
  const titled = block.marker === null && next !== undefined && next.marker !== null && isItem(next)
  if (!titled || text.length > 120 || /[.;,]$/.test(text) || block.continues || !/^\p{Lu}/u.test(text))
    return null
  const name = text.replace(/:$/, '').replace(/^Recommendations? (?:for|to)\s+/i, '')
  const body =
    /\b(?:board|service|team|manager|chief|chair|council|authority|police|probation|health|director|partnership|government|justice|head|trust|commissioner|group|integrated)\b/i
  return body.test(name) && isBody(name) ? { addressee: withCapital(name), prefix: '', deadline: null } : null
}

const withCapital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "We have made eight recommendations that …" and "This report …" speak to nobody. */
const isBody = (text: string) =>
  !/^(?:we|this|these|it|they|as|our|in)\b|\brecommendations?\b|[.?]\s/i.test(text)

/** "should work with the police to:" is part of every item; "should ensure that:" only leads to it. */
function prefixOf(rest: string): string {
  const plain =
    /^(?:(?:also|further|jointly|together)\b\s*)?(?:(?:ensure|make sure|seek|aim|take steps|continue|work (?:together|jointly))\b\s*)?(?:that|to)?$/i
  return plain.test(rest.trim()) ? '' : `${rest.trim()} `
}

/**
 * Returns the blocks with two lines that name one addressee made one: "The Chair of the / Management Board
 * should:".
 */
export function withWholeLeads(region: readonly Block[], marked: boolean): Block[] {
  const whole: Block[] = []
  for (const block of region) {
    const last = whole.at(-1)
    const isRest = /\bshould\b.{0,80}:$/.test(block.text) && !/^(?:The|All)\b/.test(block.text)
    if (
      last &&
      marked &&
      isRest &&
      last.marker === null &&
      /^(?:The|All)\b/.test(last.text) &&
      !/[.:]$/.test(last.text)
    ) {
      last.text = `${last.text} ${block.text}`
    } else {
      whole.push({ ...block })
    }
  }
  return whole
}

/**
 * Returns the addressee of a sentence that names it, "The police should make sure …", and the rest, or null.
 */
export function inlineLead(text: string): { addressee: string; text: string } | null {
  const match =
    /^((?:The|All|Each|Both|Every|HM|His|Her|[A-Z][\w’'-]{1,60})\b[^.:;?]{0,120}?) (?:should|must) (?!be read\b)(.+)$/s.exec(
      text,
    )
  return match?.[1] && match[2] && isBody(match[1]) ? { addressee: match[1], text: match[2] } : null
}
