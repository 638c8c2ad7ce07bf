import { beforeAll, describe, expect, test } from '@jest/globals'
import { contrastWithWhite } from '../../server/partnerships/colour.rules.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'

const settings = '/partnerships/northmoor/settings'
const names = {
  councilName: 'Northmoor Council',
  boardName: 'Northmoor Board',
  serviceName: 'Northmoor Service',
  colour: '#004D40',
}

describe('the contrast of white text', () => {
  test.each([
    { colour: '#ffffff', contrast: 1 },
    { colour: '#000000', contrast: 21 },
    // The two greys on either side of the limit, as WCAG's own examples have them.
    { colour: '#767676', contrast: 4.54 },
    { colour: '#777777', contrast: 4.48 },
  ])('on $colour is $contrast to 1', ({ colour, contrast }) => {
    expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 2)
  })
})

onOneDatabase('settings', (db) => {
  let cast: Cast
  let amina: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    amina = await signedIn(app, cast.amina)
    olive = await signedIn(app, cast.olive)
  })

  const version = async () =>
    (await db()('partnerships').where({ id: cast.northmoor.id }).first<{ version: number }>('version'))
      .version
  const events = () =>
    db()('audit').where({ partnership_id: cast.northmoor.id }).orderBy('id').pluck<string[]>('event')

  test('names and colour show on every page at once, and are written down once', async () => {
    const before = await events()
    const answer = await amina.post(`${settings}/names`, { ...names, version: await version() })
    expect(answer.headers['location']).toBe(settings)
    const page = await amina.get(settings)
    expect(page.text).toContain('The names and the colour were saved.')
    expect(page.text).toMatch(/site-header__council">Northmoor Council/)
    expect(page.text).toContain(`theme.css?v=${await version()}`)
    const theme = await amina.get('/partnerships/northmoor/theme.css')
    expect(theme.text).toContain(':root { --partnership-colour: #004d40; }')
    expect(theme.headers['content-type']).toContain('text/css')
    expect(theme.headers['cache-control']).toContain('private')
    expect((await events()).slice(before.length)).toEqual(['names and colour changed'])
  })

  testAtOnce(
    'of two forms sent at once the second comes back with what stands now, and can be sent again',
    async () => {
      const sent = { ...names, version: await version() }
      const answers = await Promise.all(
        ['One Board', 'Other Board'].map((boardName) =>
          amina.post(`${settings}/names`, { ...sent, boardName }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      const { text } = answers.find(({ status }) => status === 409)!
      const form = filledForm(text.slice(text.indexOf('/settings/names'), text.indexOf('Save names')))
      expect(form['version']).toBe(String(await version()))
      expect((await amina.post(`${settings}/names`, form)).status).toBe(303)
      expect((await amina.get(settings)).text).toContain(`value="${form['boardName']}"`)
    },
  )

  test.each([
    { fields: { colour: 'teal' }, message: 'Colour must be a # and six digits or letters from a to f' },
    { fields: { colour: '#fff' }, message: 'Colour must be a # and six digits' },
    { fields: { colour: '#777777' }, message: 'has a contrast of 4.47 to 1 and needs 4.5 to 1' },
    { fields: { colour: '#fff; } body { display: none' }, message: 'Colour must be a # and six digits' },
    { fields: { colour: '' }, message: 'Enter a colour' },
    { fields: { boardName: '' }, message: 'Enter the name of the board' },
    { fields: { councilName: 'x'.repeat(101) }, message: 'must be 100 characters or fewer' },
    { fields: { serviceName: ['a', 'b'] }, message: 'Name of the service must be text' },
    { fields: { version: 'x' }, message: 'Something was missing from the form' },
  ])('a form that is wrong comes back: $message', async ({ fields, message }) => {
    const saved = await version()
    const answer = await amina.post(`${settings}/names`, {
      ...names,
      councilName: 'Kept',
      version: saved,
      ...fields,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    if (!('councilName' in fields)) expect(answer.text).toContain('value="Kept"')
    expect(await version()).toBe(saved)
  })

  test('saved twice by two people shows the second both versions, in each of the three forms', async () => {
    const stale = await version()
    await amina.post(`${settings}/names`, { ...names, boardName: 'The first board', version: stale })
    const second = await amina.post(`${settings}/names`, {
      ...names,
      boardName: 'The second board',
      version: stale,
    })
    expect(second.status).toBe(409)
    expect(second.text).toMatch(/The second board[\s\S]*saved by Amina Administrator[\s\S]*The first board/)
    expect(second.text).toContain(`name="version" value="${stale + 1}"`)
    const acceptance = await amina.post(`${settings}/acceptance`, {
      updatesNeedAcceptance: 'no',
      version: stale,
    })
    expect(acceptance.status).toBe(409)
    expect(acceptance.text).toContain('Somebody else has saved the settings since you opened the page')
    const words = await amina.post(`${settings}/rag-words`, { reset: 'yes', version: stale })
    expect(words.status).toBe(409)
    const third = await amina.post(`${settings}/names`, {
      ...names,
      boardName: 'The second board',
      version: stale + 1,
    })
    expect(third.status).toBe(303)
  })

  test('acceptance of updates is switched off and on', async () => {
    const isOn = async () => {
      const row = await db()('partnerships')
        .where({ id: cast.northmoor.id })
        .first<{ on: boolean | number }>('updates_need_acceptance as on')
      return Boolean(row.on)
    }
    await amina.post(`${settings}/acceptance`, { updatesNeedAcceptance: 'no', version: await version() })
    expect(await isOn()).toBe(false)
    expect((await amina.get(settings)).text).toContain('Progress updates now count as sent.')
    await amina.post(`${settings}/acceptance`, { updatesNeedAcceptance: 'yes', version: await version() })
    expect(await isOn()).toBe(true)
    const answer = await amina.post(`${settings}/acceptance`, { version: await version() })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Say whether progress updates need acceptance')
  })

  describe('meetings', () => {
    const meetings = {
      quorumMembers: '5',
      quorumAgencies: '',
      attendanceCommitment: '80',
      minuteTakerRecords: 'no',
    }
    const saved = () =>
      db()('partnerships')
        .where({ id: cast.northmoor.id })
        .first<Record<string, number | null>>('quorum_members', 'quorum_agencies', 'attendance_commitment')

    test('have no quorum and a commitment of 75 per cent until it is set', async () => {
      expect(await saved()).toEqual({
        quorum_members: null,
        quorum_agencies: null,
        attendance_commitment: 75,
      })
      const page = await amina.get(settings)
      expect(filledForm(page.text)).toMatchObject({
        quorumMembers: '',
        quorumAgencies: '',
        attendanceCommitment: '75',
        minuteTakerRecords: 'yes',
      })
    })

    test('have a quorum and a commitment, written down with what stood before', async () => {
      const answer = await amina.post(`${settings}/meetings`, { ...meetings, version: await version() })
      expect(answer.headers['location']).toBe(settings)
      expect((await amina.get(settings)).text).toContain('The settings of meetings were saved.')
      expect(await saved()).toEqual({ quorum_members: 5, quorum_agencies: null, attendance_commitment: 80 })
      const audit = await db()('audit')
        .where({ event: 'settings of meetings changed', partnership_id: cast.northmoor.id })
        .first<{ before_json: string; after_json: string }>()
      expect(JSON.parse(audit.before_json)).toMatchObject({ quorumMembers: null, attendanceCommitment: 75 })
      expect(JSON.parse(audit.after_json)).toMatchObject({ quorumMembers: 5, minuteTakerRecords: false })
    })

    test.each([
      {
        fields: { quorumMembers: '0' },
        message: 'The number of members must be a whole number from 1 to 100',
      },
      { fields: { quorumMembers: '2.5' }, message: 'The number of members must be a whole number' },
      {
        fields: { quorumAgencies: 'all' },
        message: 'The number of statutory agencies must be a whole number',
      },
      { fields: { quorumAgencies: '99999999999999' }, message: 'must be a whole number from 1 to 100' },
      { fields: { attendanceCommitment: '101' }, message: 'The share of meetings must be a whole number' },
      { fields: { attendanceCommitment: '' }, message: 'Enter the share of meetings' },
      { fields: { version: '' }, message: 'Something was missing from the form' },
    ])('that are wrong come back: $message', async ({ fields, message }) => {
      const before = await saved()
      const kept = { ...meetings, quorumMembers: '7', version: await version(), ...fields }
      const answer = await amina.post(`${settings}/meetings`, kept)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(filledForm(answer.text)).toMatchObject({ quorumMembers: kept.quorumMembers })
      expect(await saved()).toEqual(before)
    })

    test('saved twice by two people show the second both versions', async () => {
      const stale = await version()
      await amina.post(`${settings}/meetings`, { ...meetings, quorumMembers: '6', version: stale })
      const second = await amina.post(`${settings}/meetings`, {
        ...meetings,
        quorumMembers: '9',
        version: stale,
      })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Members needed for a quorum: yours[\s\S]*9[\s\S]*saved by Amina[\s\S]*6/)
      expect(filledForm(second.text)).toMatchObject({ quorumMembers: '9', version: String(stale + 1) })
      expect((await saved()).quorum_members).toBe(6)
    })
  })

  describe('RAG words', () => {
    const words = {
      notStartedWord: 'To do',
      notStartedMeaning: 'Not begun.',
      redWord: 'Off track',
      redMeaning: 'Will miss its date.',
      amberWord: 'At risk',
      amberMeaning: 'Behind.',
      greenWord: 'On track',
      greenMeaning: 'As planned.',
      blueWord: 'Embedded',
      blueMeaning: 'Done & <checked>.',
    }

    test('and meanings are saved, shown, and go back to those we began with', async () => {
      expect((await amina.post(`${settings}/rag-words`, { ...words, version: await version() })).status).toBe(
        303,
      )
      const page = await amina.get(settings)
      expect(page.text).toContain('value="Off track"')
      expect(page.text).toContain('Done &amp; &lt;checked&gt;.')
      const stored: unknown = await db()('rag_words')
        .where({ partnership_id: cast.northmoor.id, rag: 'red' })
        .first()
      expect(stored).toMatchObject({ word: 'Off track', meaning: 'Will miss its date.' })
      expect(
        await db()('rag_words').where({ partnership_id: cast.eastmarsh.id, rag: 'red' }).first(),
      ).toMatchObject({
        word: 'Red',
      })
      expect(
        (await amina.post(`${settings}/rag-words`, { reset: 'yes', version: await version() })).status,
      ).toBe(303)
      expect((await amina.get(settings)).text).toContain('id="redWord"')
      expect(
        await db()('rag_words').where({ partnership_id: cast.northmoor.id }).pluck('word'),
      ).not.toContain('To do')
    })

    test.each([
      { fields: { redWord: '' }, message: 'Enter the word for red' },
      { fields: { blueMeaning: '' }, message: 'Enter the meaning of blue' },
      { fields: { amberWord: 'x'.repeat(31) }, message: 'The word for amber must be 30 characters or fewer' },
      {
        fields: { greenMeaning: 'x'.repeat(201) },
        message: 'The meaning of green must be 200 characters or fewer',
      },
      { fields: { amberWord: 'off TRACK' }, message: 'stands for two of the five' },
    ])('that are wrong come back: $message', async ({ fields, message }) => {
      const answer = await amina.post(`${settings}/rag-words`, {
        ...words,
        version: await version(),
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.text).toContain('value="Embedded"')
    })
  })

  test('say what each role may do', async () => {
    const { text } = await amina.get(settings)
    const rowOf = (words: string) =>
      text
        .slice(text.indexOf(words))
        .split('</tr>')[0]!
        .match(/Yes|No</g)
    expect(rowOf('Upload an inspection report')).toEqual(['Yes', 'No<', 'No<', 'Yes', 'No<', 'No<', 'No<'])
  })

  test('are for administrators: the others keep their pages and do not see the link', async () => {
    expect((await olive.get(settings)).status).toBe(403)
    expect((await olive.post(`${settings}/names`, { ...names, version: await version() })).status).toBe(403)
    expect((await olive.post(`${settings}/meetings`, { version: await version() })).status).toBe(403)
    const page = await olive.get('/partnerships/northmoor/people')
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(settings)
  })

  test('the list of partnerships has one’s own and nobody else’s, with the roles', async () => {
    const list = await olive.get('/partnerships')
    expect(list.text).toMatch(/href="\/partnerships\/northmoor"[\s\S]*Observer/)
    expect(list.text).not.toContain('Eastmarsh')
  })
})
