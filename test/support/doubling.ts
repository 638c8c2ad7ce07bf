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

/** Milliseconds of processor time below which a doubling says nothing. */
const TELLING = 80

/** How many times the time twice the size may take: some more than two, for memory that no longer lies near. */
const MOST = 3.2

/**
 * Gives the task things of doubling size, and returns the size at which it took far more than twice the time of half
 * of it; undefined if there is none.
 */
export async function growsTooFastAt<Made>(
  make: (size: number) => Made,
  task: (made: Made) => unknown,
  { from, to }: { from: number; to: number },
): Promise<number | undefined> {
  const isTooFast = async (size: number) => {
    const half = await workOf(task, make(size / 2))
    const whole = await workOf(task, make(size))
    return whole > TELLING && whole > MOST * half
  }
  for (let size = 2 * from; size <= to; size *= 2) {
    // Twice more, for what else the process did in that moment.
    if ((await isTooFast(size)) && (await isTooFast(size)) && (await isTooFast(size))) return size
  }
  return undefined
}

/** Processor time of this process: what others do on the machine does not count. */
async function workOf<Given>(task: (given: Given) => unknown, given: Given): Promise<number> {
  const before = process.cpuUsage()
  await task(given)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** What patterns go back over: letters, gaps, signs, ends of lines, and all of them in turns. */
export const PARTS = ['a', ' ', '-', '\n', 'a ', 'Aa.', ' .0'] as const
