import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { nextYear } from '../../support/clock.ts'
import { pageOf } from '../../support/page.ts'
import { filledForm } from '../../support/filled-form.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

const onDay = (day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return { 'actionTarget-day': date, 'actionTarget-month': month, 'actionTarget-year': year }
}

const questions = (by: string, number: number) =>
  Object.fromEntries(
    Array.from({ length: number }, (_, at) => [`question-${by}${at + 1}`, `Why, ${by}${at + 1}?`]),
  )

const toQuestions = (record: Record<string, unknown> | undefined) =>
  JSON.parse(String(record?.['challenges_json'])) as { key: string; question: string }[]

onOneDatabase('an item of a meeting in session', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let hasan: Browser
  let martin: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
  })

  const pathOf = (session: TestSession, kind: Parameters<TestSession['item']>[0], number?: number) =>
    `${session.path}/session/${session.item(kind, number).id}`

  /** Opens an item and saves it with these fields changed. */
  const save = async (browser: Browser, path: string, changes: Fields) =>
    browser.post(path, await itemForm(browser, path, changes))

  const recordsOf = (path: string) =>
    db()('item_records')
      .where({ item_id: Number(path.split('/').at(-1)) })
      .orderBy('version')
      .select<Record<string, unknown>[]>()
  describe('saving an item', () => {
    test('keeps discussion, questions and decision, says who saved, and goes on to the next', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const first = await save(martin, path, {
        discussion: 'Two schools left.\r\n\r\nOne came <back>.',
        'askedBy-1': 'Bronwen Board',
        'question-1': 'Why did they leave?',
        'answer-1': 'Their trust changed.',
        decision: 'Write to the trust.',
        decisionOpen: 'yes',
        then: 'challenge',
      })
      expect(first.headers['location']).toBe(`${path}#challenges`)
      const second = await save(martin, path, { 'question-2': 'And now?', then: 'next' })
      expect(second.headers['location']).toBe(pathOf(session, 'recommendation', 2))
      const [, record] = await recordsOf(path)
      expect(record).toMatchObject({
        version: 2,
        discussion: 'Two schools left.\n\nOne came <back>.',
        decision: 'Write to the trust.',
        agreed_rag: null,
        saved_by: cast.martin.accountId,
      })
      expect(JSON.parse(String(record?.['challenges_json']))).toEqual([
        {
          key: '1',
          askedBy: 'Bronwen Board',
          question: 'Why did they leave?',
          answer: 'Their trust changed.',
        },
        { key: '2', askedBy: '', question: 'And now?', answer: '' },
      ])
      const { text } = await hasan.get(path)
      expect(text).toMatch(/Saved \d+(:\d\d)?[ap]m by Martin Minutes/)
      expect(text).toMatch(/aria-label="Question 3"[^]*name="question-q[\da-f]{11}"/)
      const audit = db()('audit').where({ subject: 'agenda_items', event: 'agenda item recorded' })
      expect(await audit.where({ subject_id: session.item('recommendation', 1).id })).toHaveLength(2)
    })

    test('going on through an item that nobody touched writes nothing', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 2)
      await save(martin, path, { discussion: 'Noted.' })
      const answer = await save(martin, path, { then: 'next' })
      expect(answer.status).toBe(303)
      expect(await recordsOf(path)).toHaveLength(1)
    })

    test('the last item leads back to the session', async () => {
      const session = await addTestSession(db(), cast.clive)
      const last = session.items.at(-1)!
      const answer = await save(martin, `${session.path}/session/${last.id}`, { then: 'next' })
      expect(answer.headers['location']).toBe(`${session.path}/session`)
    })

    test('a form that is sent twice is one save and one action', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, {
        discussion: 'Once',
        actionDescription: 'Write to the trust',
      })
      const answers = [await martin.post(path, form), await martin.post(path, form)]
      expect(answers.map(({ status }) => status)).toEqual([303, 303])
      expect(await recordsOf(path)).toHaveLength(1)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
    })

    test('an action that was corrected in a form that is sent again is not called saved', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, {
        actionDescription: 'Write to the trust',
        actionOwner: `person:${cast.olive.personId}`,
        ...onDay(`${nextYear()}-03-27`),
      })
      expect((await martin.post(path, form)).status).toBe(303)
      const april = { ...form, ...onDay(`${nextYear()}-04-27`), discussion: 'And more' }
      const noOwner = { ...form, actionOwner: '' }
      const otherWords = { ...form, actionDescription: 'Ring the trust' }
      for (const changed of [april, noOwner, otherWords] as Fields[]) {
        const answer = await martin.post(path, changed)
        expect(answer.status).toBe(409)
        expect(pageOf(answer).errors()[0]).toContain(
          `It added action 1.1: “Write to the trust”, for Olive Observer, by 27 March ${nextYear()}. Nothing is saved of what it says now`,
        )
        const [, link = ''] =
          /href="([^"]+)">Action 1.1, which was added the first time/.exec(answer.text) ?? []
        expect((await martin.get(link)).text).toContain('Write to the trust')
        const { formKey, ...back } = filledForm(formIn(answer))
        const { formKey: first, ...words } = changed
        expect(back).toMatchObject({ ...words, draftMarks: expect.anything() })
        expect(formKey).not.toBe(first)
      }
      const actions = () => db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions()).toHaveLength(1)
      expect(await recordsOf(path)).toHaveLength(1)
      const again = filledForm(formIn(await martin.post(path, april)))
      expect((await martin.post(path, again)).status).toBe(303)
      expect(await actions()).toHaveLength(2)
      expect((await recordsOf(path)).at(-1)).toMatchObject({ discussion: 'And more' })
      // The first form once more, as it was.
      expect((await martin.post(path, form)).status).toBe(303)
      expect(await actions()).toHaveLength(2)
    })

    test('an action is added once where its form met what somebody else has saved', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, {
        discussion: 'What Martin heard',
        actionDescription: 'Write to the trust',
      })
      expect((await martin.post(path, form)).status).toBe(303)
      await save(hasan, path, { discussion: 'What Hasan heard' })
      const asked = await martin.post(path, { ...form, discussion: 'What Martin heard, and more' })
      expect(asked.status).toBe(409)
      const chosen = { ...filledForm(formIn(asked)), 'keep.discussion': 'both' }
      expect((await martin.post(path, chosen)).status).toBe(303)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
    })

    test('who goes back to a form that was saved and writes on loses nothing', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, { discussion: 'First words' })
      expect((await martin.post(path, form)).status).toBe(303)
      const elsewhere = { ...form, decision: 'A decision', actionDescription: 'Write to the trust' }
      expect((await martin.post(path, elsewhere)).status).toBe(303)
      expect((await martin.post(path, elsewhere)).status).toBe(303)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
      const answer = await martin.post(path, { ...form, discussion: 'Second words' })
      expect(answer.status).toBe(409)
      const again = { ...filledForm(formIn(answer)), 'keep.discussion': 'mine' }
      expect((await martin.post(path, again)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({
        discussion: 'Second words',
        decision: 'A decision',
      })
    })

    test('two who write in different fields are both saved, and told of each other', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(martin, path, { 'question-1': 'Who pays?', 'answer-1': 'Nobody knows' })
      const mine = await itemForm(martin, path, { discussion: 'What Martin heard', decisionOpen: '' })
      await save(hasan, path, { decision: 'What Hasan heard', decisionOpen: 'yes', 'answer-1': 'The trust' })
      const answer = await martin.post(path, { ...mine, 'question-2': 'By when?' })
      expect(answer.status).toBe(303)
      const [, , record] = await recordsOf(path)
      expect(record).toMatchObject({ discussion: 'What Martin heard', decision: 'What Hasan heard' })
      expect(Boolean(record?.['decision_open'])).toBe(true)
      expect(JSON.parse(String(record?.['challenges_json']))).toEqual([
        { key: '1', askedBy: '', question: 'Who pays?', answer: 'The trust' },
        { key: '2', askedBy: '', question: 'By when?', answer: '' },
      ])
      const { text } = await martin.get(path)
      expect(text).toMatch(/Your words are saved\. While you wrote, Hasan Head[^.]* changed “Decision” at \d/)
      expect(text).toContain('What Hasan heard</textarea>')
    })

    test('two who ask a question each are both kept, in the rows that were empty', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const [mine, theirs] = [await itemForm(martin, path), await itemForm(hasan, path)]
      const row = (form: Fields) => Object.keys(form).find((name) => name.startsWith('question-'))!
      expect(row(mine)).not.toBe(row(theirs))
      await hasan.post(path, { ...theirs, [row(theirs)]: 'Why?' })
      expect((await martin.post(path, { ...mine, [row(mine)]: 'When?' })).status).toBe(303)
      const questions = JSON.parse(String((await recordsOf(path)).at(-1)?.['challenges_json'])) as object[]
      expect(questions).toMatchObject([{ question: 'Why?' }, { question: 'When?' }])
    })

    test.each([
      { choice: 'theirs', then: 'What Hasan heard' },
      { choice: 'mine', then: 'What Martin heard' },
      { choice: 'both', then: 'What Hasan heard\n\nWhat Martin heard' },
    ])('the second of two in one field sees both texts, and keeps $choice', async ({ choice, then }) => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(martin, path, { discussion: 'What Martin heard', decision: 'Mine alone' })
      await save(hasan, path, { discussion: 'What Hasan heard' })
      const answer = await martin.post(path, mine)
      expect(answer.status).toBe(409)
      const page = pageOf(answer)
      expect(page.errors()[0]).toMatch(/^Hasan Head.* has also changed “Discussion”.*: choose what to keep$/)
      expect(answer.text).toContain('What <mark class="field-conflict__alone">Hasan</mark> heard')
      expect(answer.text).toContain('What <mark class="field-conflict__alone">Martin</mark> heard')
      expect(answer.text).not.toContain('name="discussion" rows')
      const unchosen = filledForm(formIn(answer))
      expect(unchosen).toMatchObject({ discussion: 'What Martin heard', decision: 'Mine alone' })
      const refused = await martin.post(path, unchosen)
      expect(refused.status).toBe(409)
      expect(pageOf(refused).errors()[0]).toBe('Choose what to keep of “Discussion”')
      expect(await recordsOf(path)).toHaveLength(1)
      const chosen = { ...filledForm(formIn(refused)), 'keep.discussion': choice }
      expect((await martin.post(path, chosen)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({ discussion: then, decision: 'Mine alone' })
    })

    test('one person in two tabs is told of the other tab, not of another person', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(martin, path, { discussion: 'Typed in this tab' })
      await save(martin, path, { discussion: 'Saved in that tab' })
      const page = pageOf(await martin.post(path, mine))
      expect(page.headings(2)).toContain('Discussion: changed in another tab or on another device')
      expect(page.errors()[0]).toMatch(
        /^In another tab or on another device you have also changed “Discussion”/,
      )
      expect(page.text).not.toMatch(/two people|theirs|Saved by/)
    })

    test('a choice holds against the text that was shown, and no other', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(martin, path, { decision: 'Mine' })
      await save(hasan, path, { decision: 'Theirs' })
      const shown = filledForm(formIn(await martin.post(path, mine)))
      await save(hasan, path, { decision: 'A third text' })
      const answer = await martin.post(path, { ...shown, 'keep.decision': 'mine' })
      expect(answer.status).toBe(409)
      expect(pageOf(answer).errors()[0]).toContain('once more')
      expect(answer.text).toContain('A third text')
      const again = { ...filledForm(formIn(answer)), 'keep.decision': 'mine' }
      expect((await martin.post(path, again)).status).toBe(303)
    })

    test('one question changed by both is asked about as a whole, and both can stay', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(martin, path, { 'askedBy-1': 'Bronwen', 'question-1': 'Who pays?' })
      const mine = await itemForm(martin, path, { 'question-1': 'Who pays, and when?' })
      await save(hasan, path, { 'answer-1': 'The trust' })
      const answer = await martin.post(path, mine)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('href="#keep-question-1"')
      const both = { ...filledForm(formIn(answer)), 'keep.question-1': 'both' }
      expect((await martin.post(path, both)).status).toBe(303)
      expect((await martin.post(path, both)).status).toBe(303)
      expect(JSON.parse(String((await recordsOf(path)).at(-1)?.['challenges_json']))).toEqual([
        { key: '1', askedBy: 'Bronwen', question: 'Who pays?', answer: 'The trust' },
        {
          key: expect.stringMatching(/^1b/) as unknown,
          askedBy: 'Bronwen',
          question: 'Who pays, and when?',
          answer: '',
        },
      ])
    })

    const [one, beside] = ['question-q0123456789a', 'question-q0123456789ab1']

    test('of two questions both texts stay, each as a question of its own', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(martin, path, { [one]: 'Why?', [beside]: 'When?' })
      const mine = await itemForm(martin, path, { [one]: 'Why, for Martin?', [beside]: 'When, for Martin?' })
      await save(hasan, path, { [one]: 'Why, for Hasan?', [beside]: 'When, for Hasan?' })
      const chosen = { [`keep.${one}`]: 'both', [`keep.${beside}`]: 'both' }
      const asked = filledForm(formIn(await martin.post(path, mine)))
      expect((await martin.post(path, { ...asked, ...chosen })).status).toBe(303)
      expect((await save(hasan, path, { decision: 'Agreed' })).status).toBe(303)
      const kept = JSON.parse(String((await recordsOf(path)).at(-1)?.['challenges_json'])) as object[]
      expect(kept).toMatchObject([
        { question: 'Why, for Hasan?' },
        { question: 'Why, for Martin?' },
        { question: 'When, for Hasan?' },
        { question: 'When, for Martin?' },
      ])
    })

    test('two questions that were stored under one key both stay', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(martin, path, { [one]: 'Why?' })
      const two = ['Why?', 'When?'].map((question) => ({ key: 'q1', askedBy: '', question, answer: '' }))
      const [record] = await recordsOf(path)
      await db()('item_records').insert({
        ...record,
        id: undefined,
        version: 2,
        challenges_json: JSON.stringify(two),
        form_key: null,
      })
      const mine = await itemForm(martin, path, { 'answer-q1': 'The trust' })
      expect((await save(hasan, path, { decision: 'Agreed' })).status).toBe(303)
      expect((await martin.post(path, mine)).status).toBe(303)
      const kept = JSON.parse(String((await recordsOf(path)).at(-1)?.['challenges_json'])) as object[]
      expect(kept).toMatchObject([{ question: 'Why?', answer: 'The trust' }, { question: 'When?' }])
    })

    test('two texts that are longer together than the field takes do not both stay, and one that does holds up no other', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const [hers, his] = ['h'.repeat(19_990), 'm'.repeat(19_990)]
      const mine = await itemForm(martin, path, { discussion: his })
      await save(hasan, path, { discussion: hers })
      const asked = await martin.post(path, mine)
      expect(pageOf(asked).errors()[0]).toContain('Both together are longer than 20,000 characters')
      const both = { ...filledForm(formIn(asked)), 'keep.discussion': 'both' }
      const refused = await martin.post(path, both)
      expect(refused.status).toBe(409)
      expect(refused.text).toContain(hers)
      expect(refused.text).toContain(his)
      const [record] = await recordsOf(path)
      expect(record).toMatchObject({ discussion: hers })
      const long = { id: undefined, version: 2, form_key: null, discussion: `${hers}\n\n${his}` }
      await db()('item_records').insert({ ...record, ...long })
      expect((await save(martin, path, { decision: 'Agreed' })).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({
        decision: 'Agreed',
        discussion: long.discussion,
      })
      expect((await save(martin, path, { discussion: `${long.discussion}!` })).status).toBe(422)
    })

    test('more questions than an item takes come back, and none is lost', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const answer = await save(martin, path, questions('mine', 41))
      expect(answer.status).toBe(422)
      expect(pageOf(answer).errors()).toEqual([
        'An item can have up to 40 questions. There are 41 here: clear 1, for example by putting two together, and save again',
      ])
      const back = filledForm(formIn(answer))
      expect(back).toMatchObject(questions('mine', 41))
      expect(await recordsOf(path)).toEqual([])
      expect((await martin.post(path, { ...back, 'question-mine41': '' })).status).toBe(303)
      expect(toQuestions((await recordsOf(path)).at(-1))).toHaveLength(40)
    })

    test('two who ask more questions together than an item takes are told, and none is lost', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(martin, path, { ...questions('his', 30), discussion: 'What Martin heard' })
      await save(hasan, path, questions('hers', 30))
      const answer = await martin.post(path, mine)
      expect(answer.status).toBe(409)
      expect(pageOf(answer).errors()[0]).toContain('There are 60 here with what others have asked: clear 20')
      const back = filledForm(formIn(answer))
      const all = { ...questions('his', 30), ...questions('hers', 30), discussion: 'What Martin heard' }
      expect(back).toMatchObject(all)
      expect(toQuestions((await recordsOf(path)).at(-1))).toHaveLength(30)
      const cleared = Object.fromEntries(Object.keys(questions('his', 20)).map((name) => [name, '']))
      expect((await martin.post(path, { ...back, ...cleared })).status).toBe(303)
      const kept = toQuestions((await recordsOf(path)).at(-1))
      expect(kept).toHaveLength(40)
      expect(kept).toContainEqual(expect.objectContaining({ question: 'Why, his30?' }))
    })

    test('an item that has more questions than it takes already goes on being recorded', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(hasan, path, questions('hers', 40))
      const [record] = await recordsOf(path)
      const more = [...toQuestions(record), { key: 'x', askedBy: '', question: 'One more?', answer: '' }]
      const stored = { id: undefined, version: 2, form_key: null, challenges_json: JSON.stringify(more) }
      await db()('item_records').insert({ ...record, ...stored })
      expect((await save(martin, path, { decision: 'Agreed' })).status).toBe(303)
      expect(toQuestions((await recordsOf(path)).at(-1))).toHaveLength(41)
      expect((await save(martin, path, { 'question-y': 'And this?' })).status).toBe(422)
    })

    testAtOnce('of two who save at the same moment one is saved and the other asked', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const [mine, theirs] = [
        await itemForm(martin, path, { discussion: 'Mine', actionDescription: 'My action' }),
        await itemForm(hasan, path, { discussion: 'Theirs', actionDescription: 'Their action' }),
      ]
      const answers = await Promise.all([martin.post(path, mine), hasan.post(path, theirs)])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      expect(await recordsOf(path)).toHaveLength(1)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
    })

    test.each([
      {
        fields: { 'question-1': '', 'answer-1': 'No question' },
        message: 'Enter what was asked',
        link: 'challenges-question-1',
      },
      {
        fields: { 'question-2': 'x'.repeat(4001) },
        message: 'What was asked must be 4,000 characters or fewer',
        link: 'challenges-question-2',
      },
      {
        fields: { decisionOpen: 'yes' },
        message: 'Enter the decision that comes back at the next meeting',
        link: 'decision',
      },
      {
        fields: { discussion: 'x'.repeat(20_001) },
        message: 'Discussion must be 20,000 characters or fewer',
        link: 'discussion',
      },
      { fields: onDay('2027-02-31'), message: 'must be a real date', link: 'actionTarget-day' },
      {
        fields: { 'actionTarget-day': '1', 'actionTarget-month': '2', 'actionTarget-year': '2027' },
        message: 'Enter what will be done',
        link: 'actionDescription',
      },
      {
        fields: { actionDescription: 'Write', actionOwner: 'person:999999' },
        message: 'Choose a person or an agency from the list',
        link: 'actionOwner',
      },
    ])('a form that is wrong comes back with its words: $message', async ({ fields, message, link }) => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const answer = await save(martin, path, {
        'askedBy-1': 'Kept Name',
        'question-1': 'Kept question',
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.text).toContain(`href="#${link}"`)
      expect(answer.text).toContain(`id="${link}"`)
      expect(answer.text).toContain('value="Kept Name"')
      expect(await recordsOf(path)).toHaveLength(0)
    })

    test('a form that lost its key comes back with its words', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const answer = await save(martin, path, { discussion: 'Kept words', formKey: 'x' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Kept words</textarea>')
      expect(await recordsOf(path)).toHaveLength(0)
    })
  })

  describe('a new action', () => {
    test('joins the plan with its owner and date, and is listed under the item', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 2)
      const answer = await save(martin, path, {
        actionDescription: 'Ask ten parents what they think',
        actionOwner: `person:${cast.sophie.personId}`,
        ...onDay(`${nextYear()}-01-31`),
      })
      expect(answer.status).toBe(303)
      const { text } = await martin.get(path)
      expect(text).toContain('Actions added here')
      expect(text).toContain(`Sophie Service, by 31 January ${nextYear()}`)
      const link = await db()('meeting_actions')
        .where({ item_id: session.item('recommendation', 2).id })
        .first<{ action_id: number; added_by: number }>()
      expect(link.added_by).toBe(cast.martin.accountId)
      const action = await olive.get(`/partnerships/northmoor/actions/${link.action_id}`)
      expect(action.text).toContain('Ask ten parents what they think')
      expect(action.text).toContain(`31 January ${nextYear()}`)
    })

    test('by a date that lies before the meeting asks whether it is right', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 2)
      const fields = { actionDescription: 'Ask ten parents', ...onDay('2026-01-31') }
      const asked = pageOf(await save(martin, path, fields))
      expect(asked.errors()).toEqual(['Is the date 31 January 2026 right? It is in the past'])
      const right = asked.field('Yes, 31 January 2026 is right').value
      expect((await save(martin, path, { ...fields, right })).status).toBe(303)
    })

    test('of another item names the recommendation it belongs to, of this plan', async () => {
      const session = await addTestSession(db(), cast.clive)
      const other = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'other_business')
      const fields = { actionDescription: 'Send the letter' }
      const without = await save(martin, path, fields)
      expect(without.status).toBe(422)
      expect(without.text).toContain('Choose the recommendation that the action belongs to')
      const foreign = { ...fields, actionRecommendation: other.plan.recommendationIds[0]! }
      expect((await save(martin, path, foreign)).text).toContain('Choose a recommendation from the list')
      const [row] = session.plan.recommendationIds
      expect((await save(martin, path, { ...fields, actionRecommendation: row! })).status).toBe(303)
      expect(await db()('actions').where({ recommendation_id: row })).toHaveLength(1)
      expect(await db()('actions').where({ recommendation_id: other.plan.recommendationIds[0] })).toEqual([])
    })
  })

  describe('matters arising', () => {
    test('a decision comes back until it is done, and is done once', async () => {
      const first = await addTestSession(db(), cast.clive, { heldOn: '2026-02-03' })
      const decided = first.item('recommendation', 1).id
      await save(martin, `${first.path}/session/${decided}`, {
        decision: 'The chair to write to the trust.',
        decisionOpen: 'yes',
        actionDescription: 'Draft the letter to the trust',
      })
      await clive.post(`${first.path}/ending`)
      const second = await addTestSession(db(), cast.clive, { plan: first.plan, heldOn: '2026-05-05' })
      const path = pathOf(second, 'matters_arising')
      const page = await martin.get(path)
      expect(page.text).toContain('The chair to write to the trust.')
      expect(page.text).toContain('Draft the letter to the trust')
      const untied = await save(martin, path, { [`note-${decided}`]: 'Sent on 4 March.' })
      expect(untied.status).toBe(422)
      expect(untied.text).toContain('Tick “Done” to keep this note, or clear it')
      expect(untied.text).toContain(`href="#closings-note-${decided}"`)
      const form = await itemForm(martin, path, {
        [`done-${decided}`]: 'yes',
        [`note-${decided}`]: 'Sent on 4 March.',
        'done-999999': 'yes',
        'note-999999': 'Nobody knows it',
      })
      expect((await martin.post(path, form)).status).toBe(303)
      const closed = await martin.get(path)
      expect(closed.text).toContain('Sent on 4 March.')
      expect(closed.text).not.toContain(`name="done-${decided}"`)
      const third = await addTestSession(db(), cast.clive, { plan: first.plan, heldOn: '2026-08-04' })
      const later = await martin.get(pathOf(third, 'matters_arising'))
      expect(later.text).not.toContain('The chair to write to the trust.')
      expect(await db()('decision_closings').where({ item_id: decided })).toHaveLength(1)
    })
  })

  describe('a note on a decision that another has found done', () => {
    const decided = async () => {
      const first = await addTestSession(db(), cast.clive, { heldOn: '2026-02-03' })
      const { id } = first.item('recommendation', 1)
      const decision = { decision: 'The chair to write to the trust.', decisionOpen: 'yes' }
      await save(martin, `${first.path}/session/${id}`, decision)
      await clive.post(`${first.path}/ending`)
      const second = await addTestSession(db(), cast.clive, { plan: first.plan, heldOn: '2026-05-05' })
      return { path: pathOf(second, 'matters_arising'), done: `done-${id}`, note: `note-${id}` }
    }

    test('is asked about, and its words stay until their writer clears them', async () => {
      const { path, done, note } = await decided()
      const mine = await itemForm(martin, path, { [done]: 'yes', [note]: 'Sent on 4 March.' })
      await save(hasan, path, { [done]: 'yes', [note]: 'Sent by Hasan.' })
      const asked = await martin.post(path, mine)
      expect(asked.status).toBe(409)
      expect(pageOf(asked).errors()[0]).toContain('found done already, with another note')
      const again = filledForm(formIn(asked))
      expect(again).toMatchObject({ [done]: 'yes', [note]: 'Sent on 4 March.' })
      expect(asked.text).toContain('Sent by Hasan.')
      expect((await martin.post(path, again)).status).toBe(409)
      const cleared = { ...again, [note]: '', discussion: 'Sent on 4 March.' }
      expect((await martin.post(path, cleared)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({ discussion: 'Sent on 4 March.' })
    })

    test('is shown where it was a draft, and stays one when another field is saved', async () => {
      const { path, done, note } = await decided()
      const before = await itemForm(martin, path)
      const drafts = path.replace(/meetings\/\d+\/session/, 'drafts/item')
      await martin.post(drafts, { ...before, [note]: 'Half a note' })
      await save(hasan, path, { [done]: 'yes', [note]: 'Sent by Hasan.' })
      const form = await itemForm(martin, path, { discussion: 'What Martin heard' })
      expect(form[note]).toBe('Half a note')
      // As a page sends it on which the decision has no box.
      const without = Object.entries(form).filter(([name]) => name !== note && name !== done)
      expect((await martin.post(path, Object.fromEntries(without))).status).toBe(303)
      expect((await itemForm(martin, path))[note]).toBe('Half a note')
    })
  })

  const formIn = ({ text }: { text: string }) => /<form id="form"[^]*?<\/form>/.exec(text)?.[0] ?? ''
})
