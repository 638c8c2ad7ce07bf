// Reads files as no reader should, so that it can be seen what becomes of it. It says its process by its progress.

/** What it does with the file that it is given. */
export type Oddity = 'reads' | 'never ends' | 'takes memory' | 'fails' | 'ends its process'

export default function readOddly(
  content: Buffer,
  { does }: { does: Oddity },
  onProgress: (percent: number) => void,
): unknown {
  onProgress(process.pid)
  if (does === 'fails') throw new Error('it has no end')
  if (does === 'ends its process') process.exit(0)
  if (does === 'never ends') for (;;);
  if (does === 'takes memory') {
    // Outside of what Node itself counts and limits.
    for (const held: Buffer[] = []; ;) held.push(Buffer.alloc(4 * 1024 * 1024, 1))
  }
  return {
    text: content.toString(),
    secrets: Object.keys(process.env).filter((name) => /URL|SECRET/.test(name)),
  }
}
