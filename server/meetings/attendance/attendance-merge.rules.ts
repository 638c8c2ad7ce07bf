import { bothTexts, type Choice, keptText, type Seen, UNSEEN } from '../../shared/merged-fields.ts'
import { ATTENDANCE_WORDS, type AttendanceEntry } from './attendance.rules.ts'

/**
 * The fields of an entry, each of which one may change while another changes the rest. Whether somebody was there and
 * who came for them is one: a deputy stands with no other answer.
 */
export const ENTRY_FIELDS = ['there', 'arrivedAt', 'leftAt', 'interest'] as const
export type EntryField = (typeof ENTRY_FIELDS)[number]

/** The boxes of the form about one person. */
export const ENTRY_BOXES = [
  'status',
  'deputyName',
  'deputyAgencyId',
  'arrivedAt',
  'leftAt',
  'interest',
] as const
export type EntryBox = (typeof ENTRY_BOXES)[number]

/** The longest interest that goes on record, in characters. */
export const LONGEST_INTEREST = 1000

/** What a form carried beside the fields of an entry; a field that it did not have is missing. */
export type SeenEntry = Partial<Record<EntryField, Seen>>

/** Of an entry that is sent without a form. */
export const UNSEEN_ENTRY: SeenEntry = Object.fromEntries(ENTRY_FIELDS.map((field) => [field, UNSEEN]))

/** Returns the boxes in which a field stands. */
export function boxesOf(field: EntryField): readonly EntryBox[] {
  return field === 'there' ? ['status', 'deputyName', 'deputyAgencyId'] : [field]
}

/** Returns the name of a field about one person, which is its id too: `person-12-status`. */
export function fieldOf(personId: number, field: string): string {
  return `person-${personId}-${field}`
}

/** Returns the person and the part of a field about one person, undefined for any other field. */
export function partsOf(name: string): { personId: number; part: string } | undefined {
  const [, id, part] = /^person-([1-9]\d{0,8})-([a-zA-Z]+)$/.exec(name) ?? []
  return id === undefined || part === undefined ? undefined : { personId: Number(id), part }
}

/** Returns the names of the boxes in which a field about somebody stands. */
export function boxNames(personId: number, field: EntryField): string[] {
  return boxesOf(field).map((box) => fieldOf(personId, box))
}

/** Returns what a field about somebody is called. */
export function entryFieldLabel(field: EntryField, name: string): string {
  const labels = { there: 'Attendance', arrivedAt: 'Came late', leftAt: 'Left early', interest: 'Interest' }
  return `${labels[field]} of ${name}`
}

/** Returns the text of each field, as its versions are made of it. */
export function entryFields(entry: AttendanceEntry): Record<EntryField, string> {
  const { status, deputyName, deputyAgencyId, arrivedAt, leftAt, interest } = entry
  const agency = status === 'deputy' ? (deputyAgencyId ?? '') : ''
  return {
    there: [status ?? '', deputyName, agency].join('\n').trim(),
    arrivedAt: arrivedAt ?? '',
    leftAt: leftAt ?? '',
    interest,
  }
}

/**
 * Returns an entry after a save, whose text of each field stands in it, and the fields that two people have changed:
 * those keep what stands. Both texts of a field stand together only of an interest.
 */
export function mergeEntry(
  now: AttendanceEntry,
  mine: AttendanceEntry,
  seen: SeenEntry,
): { entry: AttendanceEntry; kept: Record<EntryField, Choice>; conflicts: EntryField[] } {
  const [theirs, ours] = [entryFields(now), entryFields(mine)]
  let entry = now
  const conflicts: EntryField[] = []
  const kept: Record<EntryField, Choice> = {
    there: 'theirs',
    arrivedAt: 'theirs',
    leftAt: 'theirs',
    interest: 'theirs',
  }
  for (const field of ENTRY_FIELDS) {
    const carried = seen[field]
    if (carried === undefined) continue
    const choice = carried.choice === 'both' && !mayKeepBoth(field, now, mine) ? undefined : carried.choice
    const one = keptText(theirs[field], { mine: ours[field], ...carried, choice })
    if (one === undefined) conflicts.push(field)
    else kept[field] = one
    if (one === 'mine') entry = { ...entry, ...partOf(mine, field) }
    if (one === 'both') entry = { ...entry, interest: bothTexts(now.interest, mine.interest) }
  }
  return { entry, kept, conflicts }
}

/** Returns whether two interests are longer together than one may be. */
export function areTooLong(now: AttendanceEntry, mine: AttendanceEntry): boolean {
  return bothTexts(now.interest, mine.interest).length > LONGEST_INTEREST
}

/** Returns whether both texts of a field can stand together: not of a time or an answer. */
export function mayKeepBoth(field: EntryField, now: AttendanceEntry, mine: AttendanceEntry): boolean {
  return field === 'interest' && !areTooLong(now, mine)
}

function partOf(entry: AttendanceEntry, field: EntryField): Partial<AttendanceEntry> {
  const { status, deputyName, deputyAgencyId } = entry
  return field === 'there' ? { status, deputyName, deputyAgencyId } : { [field]: entry[field] }
}

/** Returns what cannot stand together in what is said about one person, by the box at which it is said. */
export function entryProblems(name: string, entry: AttendanceEntry): [EntryBox, string][] {
  const { status, deputyName, arrivedAt, leftAt, interest } = entry
  const found: [EntryBox, string][] = []
  if (status === null) {
    const saysSomething = deputyName !== '' || arrivedAt !== null || leftAt !== null || interest !== ''
    const advice = `Choose whether ${name} was there, or take out what else is recorded of them`
    return saysSomething ? [['status', advice]] : []
  }
  const word = ATTENDANCE_WORDS[status].toLowerCase()
  if (status === 'deputy' && deputyName === '') {
    found.push(['deputyName', `Enter the name of the deputy whom ${name} sent`])
  }
  if (status !== 'deputy' && deputyName !== '') {
    const either = 'choose “Deputy sent” or take out the name of the deputy'
    found.push(['deputyName', `${name} is marked as ${word} and cannot have a deputy too: ${either}`])
  }
  const wasThere = status === 'present' || status === 'deputy'
  const gone = `${name} is marked as ${word}: choose “Present” or take out the time`
  if (!wasThere && arrivedAt !== null) found.push(['arrivedAt', gone])
  if (!wasThere && leftAt !== null) found.push(['leftAt', gone])
  if (wasThere && arrivedAt !== null && leftAt !== null && leftAt <= arrivedAt) {
    found.push(['leftAt', `${name} cannot have left at ${leftAt}: they came at ${arrivedAt}`])
  }
  return found
}
