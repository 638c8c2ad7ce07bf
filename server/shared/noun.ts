import type { Role } from './role.ts'

/**
 * What each noun needs in several places: its tables, how the audit calls one of its rows, its place in the navigation
 * and its permissions. Each noun has its own in its folder, `<noun>.noun.ts`; `server/nouns.ts` gathers them.
 */
export interface Noun {
  name: string
  tables: readonly NounTable[]
  navigation?: NavigationPlace
  /** By the names that templates ask for: `{{#if may.writePlan}}`. */
  permissions?: Readonly<Record<string, Permission>>
}

export interface NounTable {
  name: string
  /** Each of its columns of text, JSON or bytes. A test compares them with the database, so that none is forgotten. */
  holds: Readonly<Record<string, Holds>>
  /** How the audit calls one of its rows; needed where audit rows have the table as their subject. */
  row?: NamedRow
}

/** What stands in a column. Words and files are what somebody wrote or uploaded, or what was read from such a file. */
export type Holds =
  | 'words'
  | 'words in JSON'
  | 'file'
  // One of a few values of ours, such as a role or a RAG.
  | 'code'
  // YYYY-MM-DD, or YYYY-MM where only the month is known.
  | 'day'
  // HH:MM.
  | 'time'
  // ISO 8601 in UTC.
  | 'moment'
  // SHA-256 in hex.
  | 'hash'
  // Random values, each of a text beside it with which it is erased.
  | 'salts'
  // Of a page, a partnership or a mailbox.
  | 'address'
  // What a machine made for itself: a secret, the name of a process.
  | 'key'

export interface RecordName {
  text: string
  /** Under the partnership's address; undefined where the record has no page that every administrator may see. */
  path: string | undefined
}

/** How rows of a table are found by their numbers, and what they are called. */
export interface NamedRow<Row = never> {
  /** What stands behind FROM; the number that audit rows hold is the column `id`. */
  from: string
  /** The column that holds the partnership. */
  partnership: string
  columns: Readonly<Record<keyof Row & string, string>>
  name: (row: Row) => RecordName
  /** The keys under which the values in audit rows hold such a number. */
  keys?: readonly string[]
}

/** Returns the same, checked: its columns are those that its name is made of. */
export function namedRow<Row extends { id: number }>(row: NamedRow<Row>): NamedRow {
  return row
}

interface NavigationPlace {
  text: string
  /** Under the partnership's address. */
  path: string
  /** Orders the links from the left; a new one takes a number between two others. */
  place: number
  /** Whoever lacks it does not see the link. */
  needs?: Permission
}

export interface Permission {
  /** What it lets somebody do, as the settings page says it. */
  words: string
  roles: readonly Role[]
}
