import { parentPort } from 'node:worker_threads'

// A thread beside the one that reads a file: it ends the whole process where that takes more memory than it may, or more
// time, also where nobody is left to end it. The limits of a thread would leave out buffers.

/** What reading may take. */
export interface ReaderWatch {
  /** Resident, in bytes. */
  memory: number
  /** In milliseconds. */
  time: number
}

const LOOK_EVERY = 25

let until = Infinity
let most = Infinity

parentPort?.on('message', (watch: ReaderWatch | null) => {
  most = watch?.memory ?? Infinity
  until = watch === null ? Infinity : performance.now() + watch.time
})

setInterval(() => {
  if (performance.now() > until || process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL')
}, LOOK_EVERY)
