import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../../config.ts'
import { type Db, isPostgres } from '../../database/database.ts'
import { type Finding, look, ok, wrong } from './finding.ts'

const MEGABYTE = 1024 * 1024

/** The oldest Node that runs the program, as package.json says. */
const NODE = 24

/** What the clocks of two machines may differ by, in seconds. */
const CLOCKS_DIFFER = 30

/** No clock that is right shows a time before this program was written. */
const WRITTEN = Date.UTC(2026, 10, 22)

/** Numbers by which Linux knows file systems that are on another machine (statfs(2)). */
const ELSEWHERE: Record<number, string> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'SMB',
  0xfe534d42: 'SMB',
  0x01021997: '9P',
  0x65735546: 'FUSE',
}

/** Checks that this Node runs the program. */
export function checkNode(): Finding[] {
  const { node } = process.versions
  return Number(node.split('.')[0]) >= NODE
    ? [ok('Node', node)]
    : [wrong('Node', `${node} is too old`, `Install Node ${NODE} or newer.`)]
}

/** Checks that the clock of this machine shows a time that can be. */
export function checkClock(): Finding[] {
  const now = new Date().toISOString()
  return Date.now() >= WRITTEN && Date.now() < Date.UTC(2100)
    ? [ok('Clock', now)]
    : [wrong('Clock', `${now} cannot be`, 'Set the clock, for example with timedatectl set-ntp true.')]
}

/** Checks that the database's clock and this machine's agree: what is written carries the one or the other. */
export async function checkDatabaseClock(db: Db): Promise<Finding[]> {
  if (!isPostgres(db)) return []
  const asked = Date.now()
  const [{ at }] = (await db.raw<{ rows: [{ at: Date }] }>('SELECT clock_timestamp() AS at')).rows
  const seconds = Math.round(Math.abs(at.getTime() - (asked + Date.now()) / 2) / 1000)
  return seconds <= CLOCKS_DIFFER
    ? [ok('Clocks', 'the database’s agrees with this machine’s')]
    : [
        wrong(
          'Clocks',
          `the database’s differs from this machine’s by ${seconds} seconds`,
          'Let both machines set their clocks from the network (timedatectl set-ntp true).',
        ),
      ]
}

/** Checks the secret that signs sessions. Its words are not shown. */
export function checkSecret({ sessionSecret }: Config): Finding[] {
  if (sessionSecret === undefined) return [ok('Secret', 'made by the tracker and kept in the database')]
  return new Set(sessionSecret).size >= 12
    ? [ok('Secret', `SESSION_SECRET has ${sessionSecret.length} characters`)]
    : [
        look(
          'Secret',
          'SESSION_SECRET can be guessed: it has few different characters',
          'Leave SESSION_SECRET out, so that the tracker makes one, or set it to the output of: openssl rand -base64 48',
        ),
      ]
}

/** Checks who else can read a SQLite file, and that it does not lie on another machine. */
export async function checkFile(file: string): Promise<Finding[]> {
  const findings: Finding[] = []
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & 0o044) !== 0) {
    const remedy = `Keep them out: chmod 600 ${file}*`
    findings.push(look('File', `other users of this machine may read ${file}`, remedy))
  } else findings.push(ok('File', file))
  const { type } = await statfs(dirname(file))
  const elsewhere = process.platform === 'linux' ? ELSEWHERE[type] : undefined
  if (elsewhere !== undefined) {
    findings.push(
      wrong(
        'File system',
        `the database lies on ${elsewhere}, where SQLite cannot lock it safely`,
        'Move it to a disk of this machine, or use PostgreSQL.',
      ),
    )
  }
  return findings
}

/** Checks the room that is left where a SQLite file lies. */
export async function checkDisk(file: string): Promise<Finding[]> {
  const { bavail, bsize, blocks } = await statfs(dirname(file))
  const free = bavail * bsize
  const { size } = await stat(file)
  const found = `${megabytes(free)} free beside the database, which takes ${megabytes(size)}`
  const remedy = 'Make room, or move the database to a larger disk: a full one saves nothing.'
  if (free < 100 * MEGABYTE) return [wrong('Disk', found, remedy)]
  // An upgrade and a backup each need as much again.
  if (free < 1024 * MEGABYTE || free < 2 * size || bavail < blocks / 20) return [look('Disk', found, remedy)]
  return [ok('Disk', found)]
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE).toLocaleString('en-GB')} MB`
}
