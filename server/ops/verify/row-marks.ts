/** What is remembered of a row: the digest of what was stated of it, which columns that were, and the entry. */
export interface RowMark {
  digest: Buffer
  shape: number
  entry: number
}

/** How many bytes of a digest are remembered: nobody finds another row with the same 128 bits. */
export const DIGEST_BYTES = 16

const ROWS_A_PAGE = 4096
const NEVER = 0
const MET = 65_535

interface Page {
  digests: Buffer
  shapes: Uint16Array
  entries: Float64Array
}

/**
 * Marks of the rows of one table by their number: 26 bytes for each, because a large database has millions. Numbers
 * that lie far apart cost a page each.
 */
export class RowMarks {
  private readonly pages = new Map<number, Page>()

  /** Returns the mark of a row, undefined where there is none, or it was taken. */
  of(row: number): RowMark | undefined {
    const page = this.pages.get(Math.floor(row / ROWS_A_PAGE))
    if (page === undefined) return undefined
    const at = placeOf(row)
    const shape = page.shapes[at] ?? NEVER
    if (shape === NEVER || shape === MET) return undefined
    const digest = page.digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES)
    return { digest, shape: shape - 1, entry: page.entries[at] ?? 0 }
  }

  set(row: number, { digest, shape, entry }: RowMark): void {
    const number = Math.floor(row / ROWS_A_PAGE)
    const page = this.pages.get(number) ?? emptyPage()
    this.pages.set(number, page)
    const at = placeOf(row)
    digest.copy(page.digests, at * DIGEST_BYTES, 0, DIGEST_BYTES)
    page.shapes[at] = shape + 1
    page.entries[at] = entry
  }

  /** Forgets a row, of which nothing is known any more. */
  forget(row: number): void {
    const page = this.pages.get(Math.floor(row / ROWS_A_PAGE))
    if (page !== undefined) page.shapes[placeOf(row)] = NEVER
  }

  /** Takes a row that was met, so that those are left that were not. */
  take(row: number): void {
    const page = this.pages.get(Math.floor(row / ROWS_A_PAGE))
    if (page !== undefined) page.shapes[placeOf(row)] = MET
  }

  /** Gives the rows that are left, with the entry that stated each. */
  *left(): Generator<{ row: number; entry: number }> {
    for (const [number, { shapes, entries }] of this.pages) {
      for (let at = 0; at < shapes.length; at += 1) {
        const shape = shapes[at]
        if (shape === NEVER || shape === MET) continue
        yield { row: number * ROWS_A_PAGE + at, entry: entries[at] ?? 0 }
      }
    }
  }
}

function placeOf(row: number): number {
  return ((row % ROWS_A_PAGE) + ROWS_A_PAGE) % ROWS_A_PAGE
}

function emptyPage(): Page {
  return {
    digests: Buffer.alloc(ROWS_A_PAGE * DIGEST_BYTES),
    shapes: new Uint16Array(ROWS_A_PAGE),
    entries: new Float64Array(ROWS_A_PAGE),
  }
}
