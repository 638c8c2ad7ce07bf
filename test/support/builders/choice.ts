/** Choices that are the same on every run. */
export interface Choice {
  /** Gives a whole number from 0 to below `end`. */
  below: (end: number) => number
  of: <T>(list: readonly T[]) => T
  /** Gives the text with one character that is another, or one more where it is empty. */
  changed: (text: string) => string
}

/** Gives choices that follow from a seed, a whole number (the generator is mulberry32). */
export function choiceFrom(seed: number): Choice {
  let state = seed
  const below = (end: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }
  const of = <T>(list: readonly T[]): T => {
    const chosen = list[below(list.length)]
    if (chosen === undefined) throw new Error('nothing to choose from')
    return chosen
  }
  return {
    below,
    of,
    changed: (text) => {
      if (text === '') return 'x'
      const at = below(text.length)
      const other = of(Array.from('abcdef0123456789{"').filter((one) => one !== text[at]))
      return text.slice(0, at) + other + text.slice(at + 1)
    },
  }
}
