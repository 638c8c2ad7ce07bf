import { type ChainedRow, type ChainHead, nextInChain } from '../../../server/audit/audit.ts'
import { seal } from '../../../server/shared/sealed-json.ts'
import type { Inserter, Row, Value } from './insert.ts'
import type { Mould, Own, RowMould, Source } from './source.ts'

type Entry = Row & ChainedRow & { partnership_id: number | null; hash: string }

/** What a copy is called, its number from 1, and the highest id of each table before it. */
interface Place {
  name: string
  number: number
  after: ReadonlyMap<string, number>
}

/** Begins to fill an empty database with copies of partnerships; `finish` writes what they have in common. */
export function beginCopies({ insert }: Inserter) {
  const after = new Map<string, number>()
  const ofInstallation: Entry[] = []
  let number = 0
  return {
    /** Adds a copy under a name of its own, with its own ids and audit chain; returns what describes it, as JSON. */
    add: async (source: Source, name: string): Promise<string> => {
      number += 1
      const copy = pourInto(source, { name, number, after })
      const own = function* () {
        for (const mould of source.audit) {
          const entry = copy.row(mould) as Entry
          if (entry.partnership_id === null) ofInstallation.push(entry)
          else yield entry
        }
      }
      const audit = chained(own(), copy.link)
      const rows = [...source.rows].map(([table, moulds]) => [table, moulds.map(copy.row)] as const)
      await insert(new Map([...rows, ...audit]))
      const description = String(copy.value(source.described))
      for (const [table, highest] of source.highest) after.set(table, (after.get(table) ?? 0) + highest)
      return description
    },
    finish: async (): Promise<void> => {
      ofInstallation.sort((one, other) => (one.happened_at < other.happened_at ? -1 : 1))
      const last = after.get('audit') ?? 0
      await insert(chained(ofInstallation.map((entry, index) => ({ ...entry, id: last + index + 1 }))))
    },
  }
}

/** Returns the entries as a chain; each is asked for after `link` was told the checksum of the one before it. */
function chained(
  entries: Iterable<Entry>,
  link: (before: string, now: string) => void = () => undefined,
): Map<string, Row[]> {
  let head: ChainHead = { length: 0, hash: '0'.repeat(64) }
  let chain = 0
  const rows: Row[] = []
  for (const entry of entries) {
    head = nextInChain(entry.partnership_id, head, entry)
    chain = entry.partnership_id ?? 0
    link(entry.hash, head.hash)
    rows.push({ ...entry, chain_position: head.length, hash: head.hash })
  }
  return new Map([
    ['audit', rows],
    ['audit_heads', [{ chain, ...head }]],
  ])
}

/** Returns what pours moulds into one copy. An entry's checksum is linked before anything in which it stands is poured. */
function pourInto(source: Source, { name, number, after }: Place) {
  const links = new Map<string, string>()
  const resealed = new Map<string, Readonly<Record<string, string>>>()
  const sealedAnew = (checksum: string): Readonly<Record<string, string>> | undefined => {
    const mould = source.sealed.get(checksum)
    if (mould === undefined) return undefined
    const sealed = resealed.get(checksum) ?? { ...seal(JSON.parse(String(value(mould))) as { v: number }) }
    resealed.set(checksum, sealed)
    return sealed
  }
  const own = (one: Own): string | number => {
    switch (one.is) {
      case 'id':
        return (after.get(one.table) ?? 0) + one.number
      case 'checksum':
        return links.get(one.of) ?? sealedAnew(one.of)?.['sha256'] ?? one.of
      case 'sealed':
        return sealedAnew(one.of)?.[one.part] ?? ''
      case 'key':
        return number.toString(16).padStart(8, '0')
      case 'name':
        return name
    }
  }
  const value = (mould: Mould): Value => {
    if (typeof mould !== 'object' || mould === null) return mould
    if ('is' in mould) return own(mould)
    return mould.map((part) => (typeof part === 'string' ? part : own(part))).join('')
  }
  return {
    value,
    row: (mould: RowMould): Row => Object.fromEntries(mould.map(([column, one]) => [column, value(one)])),
    link: (before: string, now: string) => {
      links.set(before, now)
    },
  }
}
