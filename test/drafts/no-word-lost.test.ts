import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import fc from 'fast-check'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { addTestSession, itemForm } from '../support/builders/sessions.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { type Choice, type Device, openDevice, type Place, type Step } from './devices.ts'

/** Interleavings of each kind on each database; `npm run test:crash` tries more. */
const RUNS = Number(process.env['WORDS_INTERLEAVINGS'] ?? 4)

const STEPS = [
  'type',
  'type',
  'type everywhere',
  'draft',
  'save',
  'save',
  'save',
  'choose',
  'choose',
  'send again',
  'reload',
  'erase',
] as const

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...STEPS),
  device: fc.nat({ max: 3 }),
  // Few boxes, so that they meet.
  box: fc.nat({ max: 6 }),
  lost: fc.boolean(),
  hasty: fc.boolean(),
  choices: fc.array(fc.constantFrom<Choice>('theirs', 'mine', 'both', 'both', 'both'), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  }),
})

onBothDatabases('whatever several people do at once in one form', (db) => {
  let cast: Cast
  let app: Express
  /** Three people; the second has two devices. */
  let owners: { who: string; browser: Browser }[]

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    const [martin, hasan, clive] = [
      await signedIn(app, cast.martin),
      await signedIn(app, cast.hasan),
      await signedIn(app, cast.clive),
    ]
    owners = [
      { who: 'martin', browser: martin },
      { who: 'hasan', browser: hasan },
      { who: 'hasan', browser: hasan },
      { who: 'clive', browser: clive },
    ]
  })

  const anItem = async (): Promise<Place> => {
    const session = await addTestSession(db(), cast.clive)
    const { id } = session.item('other_business')
    const path = `${session.path}/session/${id}`
    // Two questions with keys as forms make them; the second as one that was kept beside the first.
    const asked = { 'question-q0123456789a': 'Why?', 'question-q0123456789ab1': 'When?' }
    await owners[0]!.browser.post(path, await itemForm(owners[0]!.browser, path, asked))
    return {
      page: path,
      post: path,
      form: /<form id="form"[^]*?<\/form>/,
      boxes: /^(discussion|(question|askedBy|answer)-.+)$/,
      fieldOf: (box) => box.replace(/^(askedBy|answer)-/, 'question-'),
      draftsOf: () => ({ address: `/partnerships/northmoor/drafts/item/${id}`, marks: 'draftMarks' }),
      standing: async () => {
        const record = await db()('item_records')
          .where({ item_id: id })
          .orderBy('version', 'desc')
          .first<object | undefined>()
        return JSON.stringify(record ?? {})
      },
    }
  }

  const anAttendance = async (): Promise<Place> => {
    const { id, path } = await addTestSession(db(), cast.clive)
    const [clive, bronwen] = [cast.clive.personId, cast.bronwen.personId]
    const came = [clive, bronwen].flatMap((person) => [
      [`person-${person}-status`, 'deputy'],
      [`person-${person}-deputyName`, 'Dora'],
    ])
    await owners[0]!.browser.post(`${path}/attendance`, Object.fromEntries(came) as Record<string, string>)
    return {
      page: `${path}/attendance`,
      post: `${path}/attendance`,
      form: /<form id="form"[^]*?<\/form>/,
      boxes: new RegExp(`^person-(${clive}|${bronwen})-(deputyName|interest)$`),
      // Who came for somebody and whether anybody did is one field.
      fieldOf: (box) => box.replace(/deputyName$/, 'there'),
      draftsOf: () => ({ address: `/partnerships/northmoor/drafts/attendance/${id}`, marks: 'draftMarks' }),
      standing: async () => {
        const records = await db()('attendance_records as r')
          .where({ 'r.meeting_id': id })
          .whereRaw(
            'r.version = (select max(version) from attendance_records where meeting_id = r.meeting_id and person_id = r.person_id)',
          )
          .select<object[]>('r.deputy_name', 'r.interest')
        return JSON.stringify(records)
      },
    }
  }

  const aReport = async (): Promise<Place> => {
    const { id, path } = await addTestReport(db(), cast.hasan)
    const sections = await db()('report_sections')
      .where({ report_id: id })
      .orderBy('id')
      .limit(2)
      .pluck<number[]>('id')
    return {
      page: path,
      post: `${path}/sections`,
      form: /<form class="report-editor__form"[^]*?<\/form>/,
      boxes: new RegExp(`^text-(${sections.join('|')})$`),
      fieldOf: (box) => box,
      draftsOf: (box) => {
        const section = box.slice('text-'.length)
        return {
          address: `/partnerships/northmoor/drafts/section/${section}`,
          marks: `draftMarks-${section}`,
        }
      },
      standing: async () => {
        const texts = await db()('report_texts as t')
          .whereIn('t.section_id', sections)
          .whereRaw('t.version = (select max(version) from report_texts where section_id = t.section_id)')
          .pluck<string[]>('t.text')
        return texts.join('\n')
      },
    }
  }

  describe.each([
    { what: 'an item of a meeting', people: () => owners, place: anItem },
    { what: 'the attendance of a meeting', people: () => owners, place: anAttendance },
    // The minute taker writes no reports.
    { what: 'a report', people: () => owners.filter(({ who }) => who !== 'martin'), place: aReport },
  ])('$what', ({ people, place }) => {
    test(
      'keeps every word that was saved or drafted, unless somebody who saw it took it out',
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 32, size: 'max' }), async (steps) => {
            // An account keeps so many drafts, and shrinking asks for thousands of forms.
            await db()('drafts').delete()
            const here = await place()
            const devices: Device[] = []
            for (const { who, browser } of people()) devices.push(await openDevice(here, who, browser))
            for (const [index, one] of steps.entries())
              await devices[one.device % devices.length]!.do(one, `w${index}x`)
            await expectNothingLost(here, devices)
          }),
          { numRuns: RUNS, endOnFailure: process.env['WORDS_INTERLEAVINGS'] === undefined },
        )
      },
      30_000 + RUNS * 5000,
    )
  })

  async function expectNothingLost(place: Place, devices: readonly Device[]): Promise<void> {
    const standing = await place.standing()
    const released = new Set(devices.flatMap((device) => [...device.released]))
    for (const device of devices) {
      const words = [...device.kept].filter((word) => !released.has(word) && !standing.includes(word))
      if (words.length === 0) continue
      const mine = devices.filter(({ who }) => who === device.who)
      const offered = (await device.browser.get(place.page)).text
      const shown = [offered, ...mine.map(({ asked }) => asked)].join('\n')
      for (const word of words) expect(shown).toContain(word)
    }
  }
})
