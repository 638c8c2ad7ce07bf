/** The longest text that is tried: what took the square of its length takes minutes with it. */
const LONGEST = 2 ** 17

/** Milliseconds of processor time; what reads a text of the longest once or twice takes a hundredth. */
const TOO_MUCH = 500

/**
 * Gives the task texts of doubling length, made of one part again and again and something else at the end, and
 * returns the length with which it works far longer than anything that reads a text once; undefined if none is.
 */
export async function hangsAt(
  part: string,
  task: (text: string) => unknown,
  { from = 1024, to = LONGEST } = {},
): Promise<number | undefined> {
  for (let length = from; length <= to; length *= 2) {
    const text = `${part.repeat(length / part.length)}~`
    // Once more, for what else the process did in that moment.
    if ((await workOf(task, text)) > TOO_MUCH && (await workOf(task, text)) > TOO_MUCH) return length
  }
  return undefined
}

/** Processor time of this process: what others do on the machine does not count. */
async function workOf(task: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage()
  await task(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** What patterns go back over: letters, gaps, signs, ends of lines, and all of them in turns. */
export const PARTS = ['a', ' ', '-', '\n', 'a ', 'Aa.', ' .0'] as const
