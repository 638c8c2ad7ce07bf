import { parseArgs } from 'node:util'
import { readDatabase } from './reader.ts'
import { type GivenHead, type Verification, verifyDatabase } from './verification.ts'

// Checks a database against its own audit and ends with 0 where all of it fits, 1 where something does not, and 2
// where it cannot be read.

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

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { head: { type: 'string', multiple: true, default: [] } },
  })
  const heads = values.head.map((text) => readHead(text))
  const given = positionals[0] ?? process.env['DATABASE_URL'] ?? ''
  const address = given === '' ? 'file:data/tracker.sqlite' : given
  const verification = await readDatabase(address, (reader) => verifyDatabase(reader, heads))
  console.log(describe(verification).join('\n'))
  process.exitCode = verification.findings.size === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
