/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** Gives a whole number from 0 up to, not including, the limit. */
  below: (limit: number) => number
  /** Gives one of the list, which must not be empty. */
  oneOf: <T>(list: readonly T[]) => T
}

/** Gives a generator that starts at the seed: mulberry32, whose 32 bits are plenty for words and colours. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return {
    below,
    oneOf: (list) => {
      const one = list[below(list.length)]
      if (one === undefined) throw new Error('there is nothing to choose from')
      return one
    },
  }
}
