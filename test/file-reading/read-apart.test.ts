import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { NotRead, notReadWords } from '../../server/file-reading/not-read.ts'
import { readerApart, SLOW_AT_ONCE, stopReading } from '../../server/file-reading/read-apart.ts'
import { type ReadingLimits, startReaderProcess } from '../../server/file-reading/reader-process.ts'
import { log } from '../../server/shared/log.ts'
import type { Oddity } from './odd.worker.ts'

const PATIENT = { time: 60_000, memory: 440 * 1024 * 1024 }

const program = join(import.meta.dirname, 'odd.worker.ts')

const readerWith = (limits: ReadingLimits) =>
  readerApart<{ does: Oddity }, unknown>({
    name: 'odd',
    program,
    atOnce: SLOW_AT_ONCE,
    limits,
  })
const patient = readerWith(PATIENT)

// What is given up here is said in the log.
const level = log.level
beforeAll(() => {
  log.level = 'silent'
})
afterEach(stopReading)
afterAll(() => {
  log.level = level
})

/** Begins to read; `process` is the number of the process once it reads. */
function begin(does: Oddity, { owner = 1, limits = PATIENT, words = 'Words' } = {}) {
  const process = Promise.withResolvers<number>()
  const asked = { about: { does }, owner, limits, onProgress: process.resolve }
  const found = patient(Buffer.from(words), asked).catch((error: unknown) => error)
  return { found, process: process.promise }
}

/** Comes back once the system has no such process any more. */
async function ended(process_: number): Promise<void> {
  for (;;) {
    try {
      process.kill(process_, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const whyNot = (error: unknown) => (error instanceof NotRead ? error.why : error)

test('a file is read in a process that is none of ours and knows nothing of our environment', async () => {
  process.env['ODD_SECRET'] = 'of the server'
  const { found, process: reader } = begin('reads', { words: 'ŵ'.repeat(2_000_000) })
  expect(await found).toEqual({ text: 'ŵ'.repeat(2_000_000), secrets: [] })
  expect(await reader).not.toBe(process.pid)
  delete process.env['ODD_SECRET']
})

test('the process is used again, also for an empty file', async () => {
  const first = begin('reads')
  await first.found
  const second = begin('reads', { words: '' })
  expect(await second.found).toEqual({ text: '', secrets: [] })
  expect(await second.process).toBe(await first.process)
})

test.each<{ does: Oddity; limits: ReadingLimits; why: string }>([
  { does: 'never ends', limits: { ...PATIENT, time: 100 }, why: 'too long' },
  { does: 'takes memory', limits: { ...PATIENT, memory: 150 * 1024 * 1024 }, why: 'too long' },
  { does: 'fails', limits: PATIENT, why: 'broken' },
  { does: 'ends its process', limits: PATIENT, why: 'broken' },
])('where reading $does, its process is ended and the next file is read', async ({ does, limits, why }) => {
  const { found, process: reader } = begin(does, { limits })
  expect(whyNot(await found)).toBe(why)
  // On a busy machine it may be given up before it has said which it is.
  const number = await Promise.race([reader, Promise.resolve(undefined)])
  if (number !== undefined) await ended(number)
  expect(await begin('reads').found).toMatchObject({ text: 'Words' })
})

test('a process ends by itself where nobody is left to end it', async () => {
  const { child, ready, ended: end } = startReaderProcess()
  await ready
  child.send({ size: 0, program, about: { does: 'never ends' }, watch: { ...PATIENT, time: 50 } })
  expect(whyNot(await end.catch((error: unknown) => error))).toBe('too long')
})

test('what takes long leaves a process to what is quick, and one account waits for itself', async () => {
  const slow = [1, 2].map((owner) => begin('never ends', { owner }))
  await Promise.all(slow.map(({ process: reader }) => reader))
  const quick = readerApart<{ does: Oddity }, unknown>({
    name: 'quick',
    program,
    atOnce: 3,
    limits: PATIENT,
  })
  const asked = { about: { does: 'reads' as const }, owner: 1 }
  expect(await quick(Buffer.from('Quick'), asked)).toMatchObject({ text: 'Quick' })

  const others = Array.from({ length: 4 }, () => begin('reads'))
  expect(whyNot(await begin('reads').found)).toBe('too many')
  stopReading()
  expect(await Promise.all([...slow, ...others].map(async ({ found }) => whyNot(await found)))).toEqual(
    Array(6).fill('stopped'),
  )
})

test('why a file was not read is said with how to go on', () => {
  const words = (...[why]: ConstructorParameters<typeof NotRead>) => notReadWords(new NotRead(why), 'Do this')
  expect(words('too long')).toBe('This file takes too long to read. Do this')
  expect(words('broken')).toBe('This file cannot be read. Do this')
  expect(words('too many')).toMatch(/at the moment\. Upload it again in a few minutes$/)
  expect(words('stopped')).toMatch(/restarted or stopped\. Upload it again$/)
})
