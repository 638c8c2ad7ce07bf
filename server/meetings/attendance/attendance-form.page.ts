import { textOf } from '../../drafts/typed-words.forms.ts'
import type { Agency } from '../../people/agency.store.ts'
import type { Here } from '../../partnerships/here.ts'
import {
  conflictSummary,
  shownConflict,
  type ShownConflict,
} from '../../web/conflicts/field-conflict.page.ts'
import { fieldVersion, seenOf } from '../../web/conflicts/field-versions.ts'
import type { FieldError } from '../../web/forms.ts'
import type { EntryChanges } from './attendance-changes.store.ts'
import {
  areTooLong,
  boxNames,
  ENTRY_BOXES,
  type EntryBox,
  ENTRY_FIELDS,
  type EntryField,
  entryFieldLabel,
  entryFields,
  fieldOf,
  LONGEST_INTEREST,
  mayKeepBoth,
  mergeEntry,
  partsOf,
} from './attendance-merge.rules.ts'
import { isAbout, NOTHING } from './attendance.forms.ts'
import {
  ATTENDANCE_STATUSES,
  ATTENDANCE_WORDS,
  type AttendanceEntry,
  entryText,
  NO_ENTRY,
} from './attendance.rules.ts'
import type { SentEntry } from './attendance-save.store.ts'
import type { Attendee } from './attendance.store.ts'

type Body = Readonly<Record<string, unknown>>
type Boxes = Record<string, string>

/** Returns what stands in the boxes about somebody. */
export function standingBoxes(attendee: Attendee): Boxes {
  const { personId, status, agencyId } = attendee
  const values: Record<EntryBox, string | number | null> = {
    ...attendee,
    status: status ?? NOTHING,
    deputyAgencyId: status === 'deputy' ? attendee.deputyAgencyId : agencyId,
  }
  return Object.fromEntries(ENTRY_BOXES.map((box) => [fieldOf(personId, box), String(values[box] ?? '')]))
}

/** Returns what fills the boxes about everybody, with the version of the field in each. */
export function standingValues(attendees: readonly Attendee[]): Boxes {
  return Object.assign({}, ...attendees.map(standingBoxes), ...attendees.map(versionsOf)) as Boxes
}

function versionsOf(attendee: Attendee): Boxes {
  const texts = entryFields(attendee)
  return Object.fromEntries(
    ENTRY_FIELDS.flatMap((field) =>
      boxNames(attendee.personId, field).map((box) => [`opened.${box}`, fieldVersion(texts[field])]),
    ),
  )
}

/** Returns what fills a form that came back: as it was sent, and of people whom it did not have what stands. */
export function returnedValues(attendees: readonly Attendee[], body: Body): Record<string, unknown> {
  const missing = attendees.filter(({ personId }) => !isAbout(personId, body))
  return { ...body, ...standingValues(missing) }
}

/** A save that met what somebody else has saved. */
export interface MetAnother {
  entries: readonly SentEntry[]
  /** The body that was posted. */
  body: Body
  changes: EntryChanges
}

/**
 * Returns what fills the form after a save that met another: both people's words, but for the fields that both have
 * changed, which are shown with both texts instead.
 */
export function valuesAfterMeeting(
  attendees: readonly Attendee[],
  { entries, body, changes }: MetAnother,
  { here, agencies }: { here: Here; agencies: readonly Agency[] },
): {
  values: Record<string, unknown>
  conflicts: Record<string, ShownConflict>
  errorSummary: FieldError[]
} {
  const rest = Object.entries(body).filter(
    ([name]) => !/^(?:opened|keep|shown)\./.test(name) && partsOf(name) === undefined,
  )
  const values: Record<string, unknown> = { ...Object.fromEntries(rest), ...standingValues(attendees) }
  const conflicts: ShownConflict[] = []
  for (const attendee of attendees) {
    const { personId, name } = attendee
    const sent = entries.find((one) => one.personId === personId)
    if (sent === undefined) continue
    const merged = mergeEntry(attendee, sent.entry, sent.seen)
    for (const field of ENTRY_FIELDS) {
      if (merged.kept[field] === 'both') values[fieldOf(personId, field)] = merged.entry.interest
      if (merged.kept[field] !== 'mine') continue
      for (const box of boxNames(personId, field)) if (body[box] !== undefined) values[box] = body[box]
    }
    const [mine, theirs] = [entryFields(sent.entry), entryFields(attendee)]
    for (const field of merged.conflicts) {
      const both = {
        name: fieldOf(personId, field),
        mine: mine[field],
        theirs: theirs[field],
        ...(field === 'interest' && areTooLong(attendee, sent.entry) && { longest: LONGEST_INTEREST }),
      }
      const change = changes.get(both.name)
      conflicts.push(
        shownConflict(both, {
          label: entryFieldLabel(field, name),
          change: change && { ...change, isOwn: change.accountId === here.account.id },
          body,
          boxes: boxNames(personId, field),
          mayKeepBoth: mayKeepBoth(field, attendee, sent.entry),
          inWords: {
            mine: fieldInWords(field, sent.entry, agencies),
            theirs: fieldInWords(field, attendee, agencies),
          },
        }),
      )
    }
  }
  return {
    values,
    conflicts: Object.fromEntries(conflicts.map((conflict) => [conflict.name, conflict])),
    errorSummary: conflictSummary(conflicts),
  }
}

function fieldInWords(field: EntryField, entry: AttendanceEntry, agencies: readonly Agency[]): string {
  if (field !== 'there') return entry[field] ?? ''
  const { status, deputyName, deputyAgencyId } = entry
  const names = new Map(agencies.map(({ id, name }) => [id, name]))
  return entryText({ ...NO_ENTRY, status, deputyName, deputyAgencyId }, names)
}

/** Returns the boxes of a posted form that say what their field was opened with: nobody typed in them. */
export function untouchedBoxes(body: Body): string[] {
  const ids = new Set(Object.keys(body).flatMap((name) => partsOf(name)?.personId ?? []))
  return [...ids].flatMap((personId) => {
    const texts = entryFields(entryIn(personId, body))
    return ENTRY_FIELDS.flatMap((field) => {
      const boxes = boxNames(personId, field)
      const { opened } = seenOf(body, fieldOf(personId, field), boxes)
      return opened === fieldVersion(texts[field]) ? boxes : []
    })
  })
}

/** An entry as it was typed, whatever it is. */
function entryIn(personId: number, body: Body): AttendanceEntry {
  const text = (box: EntryBox) => textOf(body[fieldOf(personId, box)]).trim()
  return {
    status: ATTENDANCE_STATUSES.find((status) => status === text('status')) ?? null,
    deputyName: text('deputyName'),
    deputyAgencyId: Number(text('deputyAgencyId')) || null,
    arrivedAt: text('arrivedAt'),
    leftAt: text('leftAt'),
    interest: text('interest'),
  }
}

/** Returns whether the form has a box: it is about people who are expected or were recorded, and members send deputies. */
export function hasBox(attendees: readonly Attendee[], name: string): boolean {
  const { personId, part } = partsOf(name) ?? {}
  if (personId === undefined) return true
  const attendee = attendees.find((one) => one.personId === personId)
  return attendee !== undefined && (attendee.capacity === 'member' || !part?.startsWith('deputy'))
}

interface Known {
  people: readonly { id: number; name: string }[]
  agencies: readonly { id: number; name: string }[]
}

/** Returns what stands in a box as people read it: an answer, a person and an agency by their words. */
export function valueInWords(name: string, value: string, { people, agencies }: Known): string {
  const part = partsOf(name)?.part ?? name
  const named = (list: Known['people']) => list.find(({ id }) => String(id) === value)?.name ?? value
  if (part === 'status') return ANSWERS.find(([status]) => status === value)?.[1] ?? value
  if (part === 'addPersonId') return named(people)
  return /AgencyId$/.test(part) ? named(agencies) : value
}

const ANSWERS = [...Object.entries(ATTENDANCE_WORDS), [NOTHING, 'Nothing recorded']] as const

const TYPED = new Set<string>([...ENTRY_BOXES, 'addPersonId', 'newName', 'newJobTitle', 'newAgencyId'])

/**
 * Returns what was typed about people of whom the form has no boxes any more, and did not stand there when it was
 * opened; and where nothing can be saved, about everybody.
 */
export function typedWords(
  body: Body,
  labelOf: (name: string) => string,
  known: Known,
  isGone: (name: string) => boolean = () => true,
): { name: string; value: string }[] {
  const untouched = new Set(untouchedBoxes(body))
  return Object.entries(body).flatMap(([name, sent]) => {
    const value = textOf(sent).trim()
    const { personId, part = name } = partsOf(name) ?? {}
    // The list of agencies shows one before anybody sent a deputy.
    const isOffer = part === 'deputyAgencyId' && body[fieldOf(personId ?? 0, 'status')] !== 'deputy'
    const isBox = TYPED.has(part) && !isOffer && !untouched.has(name)
    if (!isBox || value === '' || !isGone(name)) return []
    return [{ name: labelOf(name), value: valueInWords(name, value, known) }]
  })
}
