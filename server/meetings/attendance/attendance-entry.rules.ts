export const ATTENDANCE_STATUSES = ['present', 'apologies', 'absent', 'deputy'] as const

export type AttendanceStatus = (typeof ATTENDANCE_STATUSES)[number]

export const ATTENDANCE_WORDS: Record<AttendanceStatus, string> = {
  present: 'Present',
  apologies: 'Apologies',
  absent: 'Absent',
  deputy: 'Deputy sent',
}

/** What is recorded about one person at a meeting. */
export interface AttendanceEntry {
  /** Null: nothing has been recorded. */
  status: AttendanceStatus | null
  /** '' unless they sent a deputy. */
  deputyName: string
  deputyAgencyId: number | null
  /** HH:MM in London, of the person or their deputy: only where they came late or left early. */
  arrivedAt: string | null
  leftAt: string | null
  /** The interest they declared; '' for none. */
  interest: string
}

/** What stands of somebody about whom nothing has been recorded. */
export const NO_ENTRY: AttendanceEntry = {
  status: null,
  deputyName: '',
  deputyAgencyId: null,
  arrivedAt: null,
  leftAt: null,
  interest: '',
}

const FIELDS = Object.keys(NO_ENTRY) as (keyof AttendanceEntry)[]

/** Gives whether two entries say the same. */
export function sameEntry(one: AttendanceEntry, other: AttendanceEntry): boolean {
  return FIELDS.every((field) => one[field] === other[field])
}

/** Gives an entry in words: "Deputy sent: Ann Lee (Police). Came at 10:20." */
export function entryText(entry: AttendanceEntry, agencyNames: ReadonlyMap<number, string>): string {
  if (entry.status === null) return 'Nothing recorded.'
  const agency = entry.deputyAgencyId === null ? undefined : agencyNames.get(entry.deputyAgencyId)
  const deputy = `: ${entry.deputyName}${agency === undefined ? '' : ` (${agency})`}`
  return [
    `${ATTENDANCE_WORDS[entry.status]}${entry.status === 'deputy' ? deputy : ''}.`,
    entry.arrivedAt === null ? '' : `Came at ${entry.arrivedAt}.`,
    entry.leftAt === null ? '' : `Left at ${entry.leftAt}.`,
    entry.interest === '' ? '' : `Interest declared: ${entry.interest}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
