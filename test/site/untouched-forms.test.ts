import { beforeAll, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addEverything, type Everything, settled } from '../support/builders/everything.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addCast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { misstatedRows } from '../support/databases/stated.ts'
import { rowsOf } from '../support/databases/dump.ts'
import { type Control, type Form, pageOf } from '../support/page.ts'
import { type Name, ROUTES } from '../support/route-table.ts'
import { ACTS, type Edit, EDITS, MAKES } from './edit-forms.ts'
import { filledIn, type Sent, sentOf } from './form-sent.ts'

onOneDatabase('a form that is sent back as it was shown', (db) => {
  let everything: Everything
  const browsers = new Map<Name, Browser>()

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    everything = await settled(await addEverything(db(), cast))
    await addTestMeeting(db(), cast.hasan, { heldOn: '2026-05-12', state: 'finalised' })
    const session = await addTestMeeting(db(), cast.hasan, { heldOn: '2026-11-17', state: 'in_session' })
    everything['sessionMeeting'] = session.id
    for (const { id, kind } of session.items) everything[`${kind}_item`] = id
    for (const name of ['hasan', 'amina', 'sophie', 'clive'] as const)
      browsers.set(name, await signedIn(app, cast[name]))
  })

  test('is known: each address that takes a form is in the list of edits, of what makes something, or of acts', () => {
    const posts = ROUTES.filter(({ method }) => method === 'POST').map(({ path }) => path)
    const edits = new Set(EDITS.map(({ path }) => path))
    const makes = MAKES.map(({ path }) => path)
    expect([...edits, ...makes, ...Object.keys(ACTS)].sort()).toEqual(posts.sort())
  })

  test.each(EDITS.map((edit) => ({ ...edit, title: edit.title ?? edit.path })))('$title', async (edit) => {
    const blank = await openForm(edit)
    const typed = sentOf(blank, edit.fill)
    if (edit.fill !== undefined) await send(edit, blank, typed, 303)

    const form = await openForm(edit)
    const untouched = sentOf(form)
    // What was typed stands there again, and no field is empty: nobody would see that it lost its words.
    const lasting = ({ name }: Control) => !edit.empty?.includes(name)
    const names = visible(blank)
      .filter(lasting)
      .map(({ name }) => name)
    expect(pick(untouched, names)).toEqual(pick(typed, names))
    const isNext = ({ name }: Control) => !names.includes(name) && edit.nextRow?.test(name) === true
    expect(emptyNames(visible(form).filter((one) => lasting(one) && !isNext(one)))).toEqual([])

    const before = await keptRows()
    await send(edit, form, untouched, edit.answer ?? 303)
    expect(await keptRows()).toEqual(before)
  })

  test('and what was saved from all of them is stated in the audit, row by row', async () => {
    expect(await misstatedRows(db())).toEqual([])
  })

  const openForm = async ({ as, path, page = path }: Edit): Promise<Form> => {
    const address = filledIn(page, everything)
    const answer = await browsers.get(as)!.get(address)
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`)
    const route = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    const forms = pageOf(answer)
      .forms()
      .filter(({ method, action }) => method === 'post' && route.test(action))
    if (forms.length !== 1) throw new Error(`${address} has ${forms.length} forms that go to ${path}`)
    return forms[0]!
  }

  const send = async ({ as, button }: Edit, form: Form, fields: Sent, expected: number): Promise<void> => {
    const pressed = form.buttons.find(({ name }) => button === undefined || name === button)
    if (pressed === undefined) throw new Error(`no button ${button ?? ''} on ${form.action}`)
    const all = pressed.name === undefined ? fields : { ...fields, [pressed.name]: [pressed.value] }
    const { upload, post } = browsers.get(as)!
    const answer = await (form.isMultipart ? upload : post)(form.action, all)
    expect({
      status: answer.status,
      errors: answer.text === '' ? [] : pageOf(answer).errors(),
    }).toMatchObject({
      status: expected,
      ...(expected === 303 && { errors: [] }),
    })
  }

  /** All that is stored, but who is signed in and what they are told on the next page. */
  const keptRows = async () => {
    const { sessions, ...rows } = await rowsOf(db())
    expect(sessions).not.toHaveLength(0)
    return rows
  }
})

function visible({ controls }: Form): Control[] {
  return controls.filter(({ type }) => !['hidden', 'file', 'password'].includes(type))
}

/** Returns the names of the fields without a word, and of the boxes and radios of which none is chosen. */
function emptyNames(controls: readonly Control[]): string[] {
  const full = controls.filter(({ isSent, value }) => isSent && value !== '')
  const names = new Set(full.map(({ name }) => name))
  return [...new Set(controls.map(({ name }) => name))].filter((name) => !names.has(name))
}

function pick(sent: Sent, names: readonly string[]): Sent {
  return Object.fromEntries(names.map((name) => [name, (sent[name] ?? []).filter((value) => value !== '')]))
}
