import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isPostgres } from '../../../server/database/database.ts'
import type { Findings } from '../../../server/ops/verify/finding.ts'
import type { Reader } from '../../../server/ops/verify/reader.ts'
import { compareRows } from '../../../server/ops/verify/row-comparison.ts'
import { type GivenHead, verifyAudit } from '../../../server/ops/verify/verification.ts'
import { addAuditedBoard } from '../../support/builders/audited-board.ts'
import { type BackDoor, openBackDoor } from '../../support/databases/back-door.ts'
import { moveAuditRows, rewriteFromMiddle, rewriteWhole } from '../../support/databases/chain-rewriting.ts'
import { type Choice, choiceFrom } from '../../support/builders/choice.ts'
import { addressOf, everythingOnBoth, onBothDatabases } from '../../support/databases/databases.ts'
import { changeAnyRow, changeRecord } from '../../support/databases/record-tampering.ts'
import {
  changeAuditByte,
  changeHead,
  changeSalts,
  deleteAuditRow,
  removePartnership,
  type Run,
  swapAuditRows,
  type Tampering,
  type Untouched,
  untouchedRows,
} from '../../support/databases/tampering.ts'

type Kind = (run: Run, untouched: Untouched, choice: Choice) => Promise<Tampering>

const ANY_ROW = 'any row that people wrote'

/**
 * Of each this many on SQLite, 10,000 together, and on PostgreSQL a fortieth part: where everything runs on both
 * databases, and else a tenth of that.
 */
const KINDS: Record<string, { kind: Kind; number: number }> = {
  'a byte of an audit row': { kind: changeAuditByte, number: 1000 },
  'the salts of an audit row': { kind: changeSalts, number: 500 },
  'an audit row deleted': { kind: deleteAuditRow, number: 1000 },
  'two audit rows swapped': { kind: swapAuditRows, number: 500 },
  'a chain rewritten from the middle': { kind: rewriteFromMiddle, number: 1000 },
  'a whole chain rewritten': { kind: rewriteWhole, number: 500 },
  'a head changed': { kind: changeHead, number: 500 },
  'a partnership removed or put in': { kind: removePartnership, number: 500 },
  'rows moved to another partnership': { kind: moveAuditRows, number: 500 },
  'a snapshot': { kind: (...given) => changeRecord('snapshots', ...given), number: 500 },
  minutes: { kind: (...given) => changeRecord('minutes', ...given), number: 500 },
  'an issued report': { kind: (...given) => changeRecord('report_issues', ...given), number: 500 },
  'a file': { kind: (...given) => changeRecord('documents', ...given), number: 500 },
  'a logo': { kind: (...given) => changeRecord('logos', ...given), number: 500 },
  'a progress update': { kind: (...given) => changeRecord('progress_updates', ...given), number: 500 },
  [ANY_ROW]: { kind: changeAnyRow, number: 1000 },
}

onBothDatabases('what is changed behind the app’s back', (db) => {
  let door: BackDoor
  let untouched: Untouched
  let noted: GivenHead[]
  let share: number

  beforeAll(async () => {
    await addAuditedBoard(db())
    door = await openBackDoor(addressOf(db()))
    await door.run('DROP INDEX audit_chain')
    share = (isPostgres(db()) ? 0.025 : 1) * (everythingOnBoth ? 1 : 0.1)
    untouched = await untouchedRows(door.run)
  }, 60_000)

  afterAll(() => door.close())

  test('untouched, everything fits', async () => {
    await door.run('BEGIN')
    const { findings, counts, heads } = await verifyAudit(door.reader)
    await door.run('ROLLBACK')
    expect([...findings]).toEqual([])
    expect(Object.fromEntries(counts)).toEqual({
      'audit entries': untouched.audit.length,
      'audit chains': 3,
      'heads in minutes and given by hand': 2,
      snapshots: 2,
      'finalised minutes': 2,
      'issued reports': 1,
      files: 7,
      logos: 1,
      'progress updates': 15,
    })
    noted = heads!
    expect(noted.map(({ slug }) => slug)).toEqual(['installation', 'northmoor', 'eastmarsh'])
  })

  test('10,000 changes add up', () => {
    const numbers = Object.values(KINDS).map(({ number }) => number)
    expect(numbers.reduce((sum, number) => sum + number)).toBe(10_000)
    expect(Math.min(...numbers)).toBe(500)
  })

  describe.each(Object.entries(KINDS))('%s', (name, { kind, number }) => {
    test('is named, every time', async () => {
      const choice = choiceFrom(number + name.length)
      const missed: string[] = []
      for (let turn = 0; turn < number * share; turn += 1) {
        await door.run('BEGIN')
        const { what, named, needsHeads = false } = await kind(door.run, untouched, choice)
        const { findings } =
          name === ANY_ROW
            ? await rowFindings(door.reader)
            : await verifyAudit(door.reader, needsHeads ? noted : [])
        await door.run('ROLLBACK')
        const isNamed = [...findings.keys()].some((found) => named.some((begin) => found.startsWith(begin)))
        if (!isNamed) missed.push(`${what}: ${[...findings.keys()].join(', ')}`)
      }
      expect(missed).toEqual([])
    }, 120_000)
  })
})

async function rowFindings(reader: Reader): Promise<{ findings: Findings }> {
  const findings: Findings = new Map()
  await compareRows(reader, new Map(), findings)
  return { findings }
}
