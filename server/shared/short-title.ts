/** A title in a list has at most so many characters. */
const LONGEST = 60

/**
 * Returns the beginning of a text as a title in a list: its first line up to a colon or full stop, or as many
 * whole words as have room, and then "…".
 */
export function shortTitle(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/)
  const [clause = ''] = line.split(/[;:.!?](?:\s|$)/)
  const whole = clause.length >= 12 ? clause : line.replace(/[.,;:]$/, '')
  if (whole.length <= LONGEST) return whole.trim()
  const cut = whole.slice(0, LONGEST + 1)
  const end = cut.lastIndexOf(' ')
  return `${cut
    .slice(0, end < 12 ? LONGEST : end)
    .trimEnd()
    .replace(/,$/, '')}…`
}
