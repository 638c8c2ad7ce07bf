import { readFileSync } from 'node:fs'

/** Gives the seconds of the processor that a process has taken so far. */
export function processorOf(pid: number | undefined): number {
  return timesOf(String(pid)).own
}

/** Gives those of all processes that this one has started and that have ended. */
export function processorOfEnded(): number {
  return timesOf('self').ended
}

/** Linux counts in hundredths: utime, stime, cutime and cstime of proc(5), the twelfth and on after the name. */
function timesOf(pid: string): { own: number; ended: number } {
  const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.split(' ').slice(11, 15).map(Number)
  return { own: (user + system) / 100, ended: (endedUser + endedSystem) / 100 }
}
