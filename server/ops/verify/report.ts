import { parseArgs } from 'node:util'
import { readDatabase } from './reader.ts'
import { type GivenHead, type Verification, verifyDatabase } from './verification.ts'

/** What the verifier prints, and the exit code of its program. */
export interface Report {
  text: string
  code: 0 | 1 | 2
}

/**
 * Checks a database against its own audit, as its program is told to: code 0 where all of it fits, 1 where something
 * does not, and 2 where it cannot be read.
 */
export async function verified(given: string[], databaseUrl = ''): Promise<Report> {
  try {
    const { values, positionals } = parseArgs({
      args: given,
      allowPositionals: true,
      options: { head: { type: 'string', multiple: true, default: [] } },
    })
    const heads = values.head.map((text) => readHead(text))
    const named = positionals[0] ?? databaseUrl
    const address = named === '' ? 'file:data/tracker.sqlite' : named
    const verification = await readDatabase(address, (reader) => verifyDatabase(reader, heads))
    return { text: describe(verification).join('\n'), code: verification.findings.size === 0 ? 0 : 1 }
  } catch (error) {
    return { text: error instanceof Error ? error.message : String(error), code: 2 }
  }
}

function readHead(text: string): GivenHead {
  const [, slug, length, hash] = /^([^:]+):(\d+):([0-9a-f]{64})$/i.exec(text) ?? []
  if (slug === undefined || length === undefined || hash === undefined) {
    throw new Error(
      `“${text}” is not a head. Write it as PARTNERSHIP:ENTRIES:CHECKSUM, such as northmoor:1234: and the 64 letters and figures of the checksum.`,
    )
  }
  return { slug, length: Number(length), hash: hash.toLowerCase() }
}

/** " (2 of version 1, 3 of version 2)"; '' of records that bear no version. */
function versionWords(versions: ReadonlyMap<string, number>): string {
  const words = [...versions]
    .filter(([version]) => version !== '')
    .sort(([one], [other]) => one.localeCompare(other, 'en-GB', { numeric: true }))
    .map(([version, number]) => `${number.toLocaleString('en-GB')} of version ${version}`)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function describe({ findings, counts, versions, heads, unchecked }: Verification): string[] {
  const numbers = [...counts].map(
    ([plural, count]) =>
      `  ${count.toLocaleString('en-GB')} ${plural}${versionWords(versions.get(plural) ?? new Map())}`,
  )
  const chains =
    heads === undefined
      ? ['This database is of a release that kept no audit chain: its audit could not be checked.']
      : [
          'The end of each audit chain. Note it outside this database, and give it back later with --head:',
          ...heads.map(({ slug, length, hash }) => `  ${slug}:${length}:${hash}`),
        ]
  const rest = `Not checked: ${unchecked.join('; ')}.`
  if (findings.size === 0) return ['Everything fits. Checked:', ...numbers, ...chains, rest]
  const faults = [...findings.values()].map(({ sentence, more }) =>
    more === 0 ? sentence : `${sentence} (And ${more.toLocaleString('en-GB')} more of this kind.)`,
  )
  return [...faults, 'Something does not fit. Checked:', ...numbers, rest]
}
