import { createHash } from 'node:crypto'

/** Returns a key for the second of two questions that both had one: made of its words, so that two people get two. */
export function keyBeside(key: string, text: string, taken: ReadonlySet<string>): string {
  let own = key
  for (let nth = 1; taken.has(own); nth += 1) {
    const hash = createHash('sha256').update(`${key}\n${nth}\n${text}`).digest('hex')
    own = `${key.slice(0, 5)}b${hash.slice(0, 10)}`
  }
  return own
}

/** Returns questions with a key for each that no other has: the second of two with the same one has another. */
export function withOwnKeys<Row extends { key: string }>(rows: readonly Row[]): Row[] {
  const taken = new Set<string>()
  return rows.map((row) => {
    const { key, ...words } = row
    const own = keyBeside(key, JSON.stringify(words), taken)
    taken.add(own)
    return own === key ? row : { ...row, key: own }
  })
}
