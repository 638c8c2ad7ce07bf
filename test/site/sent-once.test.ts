import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Reply } from '../support/agent.ts'
import { calderbeck, uploaded } from '../inspections/report-uploads.ts'
import type { Db } from '../../server/database/database.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addEverything, type Everything, settled } from '../support/builders/everything.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases, onSqlite } from '../support/databases/databases.ts'
import { tableCounter } from '../support/databases/table-counts.ts'
import { type Form, pageOf } from '../support/page.ts'
import { ROUTES } from '../support/route-table.ts'
import { type Maker, MAKES } from './edit-forms.ts'
import { filledIn, type Sent, sentOf } from './form-sent.ts'

const ofPage = ({ page, path }: Maker) => page ?? `${path}/new`

/** Returns the form of a page that goes to the maker's address. */
function formOn(page: Reply, { path }: Maker): Form {
  if (page.status !== 200) throw new Error(`the page of ${path} answered ${page.status}`)
  const route = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
  const forms = pageOf(page)
    .forms()
    .filter(({ method, action }) => method === 'post' && route.test(action))
  if (forms.length !== 1) throw new Error(`its page has ${forms.length} forms that go to ${path}`)
  return forms[0]!
}

/** One of everything but what stands in the way of a new one: a round is open, a finding is set aside or quoted. */
async function addMost(db: () => Db, cast: Cast): Promise<Everything> {
  const everything = await addEverything(db(), cast)
  delete everything['round']
  delete everything['id']
  await db()('key_lines')
    .where({ id: everything['line'] })
    .update({ until_by: cast.hasan.accountId, until_at: '2026-01-05T09:00:00.000Z' })
  return settled(everything)
}

function sender(browser: Browser, form: Form, { sendsFile }: Maker) {
  return (fields: Sent) =>
    form.isMultipart
      ? browser.upload(form.action, fields, sendsFile ? calderbeck : undefined)
      : browser.post(form.action, fields)
}

onBothDatabases('a form that makes something', (db) => {
  let everything: Everything
  const browsers = new Map<string, Browser>()
  let count: () => Promise<Record<string, number>>

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    for (const name of ['hasan', 'amina', 'clive'] as const)
      browsers.set(name, await signedIn(app, cast[name]))
    everything = await addMost(db, cast)
    everything['import'] = (await uploaded(browsers.get('hasan')!)).split('/').at(-1)!
    count = await tableCounter(db())
  })

  test.each(MAKES)('makes one, sent many times at once and once more: $path', async (maker) => {
    const browser = browsers.get(maker.as)!
    const form = formOn(await browser.get(filledIn(ofPage(maker), everything)), maker)
    const fields = sentOf(form, maker.fill)
    const send = sender(browser, form, maker)
    const before = await count()

    const times = maker.table === 'actions' ? 20 : maker.sendsFile ? 2 : 4
    const answers = await Promise.all(Array.from({ length: times }, () => send(fields)))
    answers.push(await send(fields))

    const refused = answers.filter(({ status }) => status >= 400)
    expect(refused.map(({ status, text }) => [status, pageOf(text).errors()])).toEqual([])
    // A link is shown to whoever came first, and to nobody else.
    const led = answers.filter(({ status }) => status === 303)
    expect(led.length).toBeGreaterThanOrEqual(times)
    expect(new Set(led.map(({ headers }) => headers['location'])).size).toBe(1)
    expect(newIn(before, await count(), ['sent_forms', maker.table])).toEqual([1, maker.adds ?? 1])
  })
})

function newIn(before: Record<string, number>, after: Record<string, number>, tables: readonly string[]) {
  return tables.map((table) => Number(after[table]) - Number(before[table]))
}

onSqlite('a form that was sent before', (db) => {
  const NEW_ACTION = '/partnerships/northmoor/plans/2026-27/recommendations/1/actions'
  let everything: Everything
  let hasan: Browser
  let amina: Browser
  let clive: Browser
  let count: () => Promise<Record<string, number>>

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    amina = await signedIn(app, cast.amina)
    clive = await signedIn(app, cast.clive)
    everything = await addMost(db, cast)
    count = await tableCounter(db())
  })

  const ours = () => crypto.randomUUID()
  const opened = async () => {
    const forms = pageOf(await hasan.get(`${NEW_ACTION}/new`)).forms()
    return sentOf(forms.find(({ action }) => action === NEW_ACTION)!)
  }

  test('leads to what it made and says so', async () => {
    const fields = { ...(await opened()), description: 'Ask each child at the end' }
    const first = await hasan.post(NEW_ACTION, fields)
    const second = await hasan.post(NEW_ACTION, fields)
    const path = String(first.headers['location'])
    expect(second.headers['location']).toBe(path)
    const page = await hasan.get(path)
    expect(page.text).toContain('You sent this form more than once. It was saved once.')
  })

  test('with other words shows them, and saves them as another one only if that is wanted', async () => {
    const fields = { ...(await opened()), description: 'Ask each child at the end', target: '9 in 10' }
    const first = await hasan.post(NEW_ACTION, fields)
    const before = await count()

    const answer = await hasan.post(NEW_ACTION, { ...fields, description: 'Ask each child & parent' })
    expect(answer.status).toBe(409)
    const page = pageOf(answer)
    expect(page.heading(1)).toBe('You have sent this form before')
    expect(page.byRole('button', 'Open what was saved').attribute('href')).toBe(first.headers['location'])
    expect(page.detail('Description').text).toBe('Ask each child & parent')
    expect(page.detail('Target').text).toBe('9 in 10')
    expect(await count()).toEqual(before)

    const another = page.forms().find(({ action }) => action === NEW_ACTION)!
    const second = await hasan.post(NEW_ACTION, sentOf(another))
    const third = await hasan.post(NEW_ACTION, sentOf(another))
    expect(second.status).toBe(303)
    expect(second.headers['location']).not.toBe(first.headers['location'])
    expect(third.headers['location']).toBe(second.headers['location'])
    expect((await hasan.get(String(second.headers['location']))).text).toContain(
      'Ask each child &amp; parent',
    )
    expect(newIn(before, await count(), ['actions'])).toEqual([1])
  })

  test('and refused the first time, makes what it asks for', async () => {
    const fields = await opened()
    const refused = await hasan.post(NEW_ACTION, { ...fields, description: '' })
    expect(refused.status).toBe(422)
    const again = pageOf(refused)
      .forms()
      .find(({ action }) => action === NEW_ACTION)!
    expect((await hasan.post(NEW_ACTION, sentOf(again, { description: 'Ask them' }))).status).toBe(303)
  })

  test('is another for another account, and for another address', async () => {
    const onceKey = [ours()]
    const before = await count()
    await hasan.post('/partnerships/northmoor/people', { onceKey, name: 'Twice Told' })
    await amina.post('/partnerships/northmoor/people', { onceKey, name: 'Once Told' })
    await amina.post('/partnerships/northmoor/agencies', { onceKey, name: 'Fire service' })
    expect(newIn(before, await count(), ['people', 'agencies'])).toEqual([2, 1])
  })

  test('with no key of ours is taken as it comes', async () => {
    const before = await count()
    for (const onceKey of [[], ['not a key'], [''], ['x'.repeat(4000)], [ours(), ours()]])
      await hasan.post(NEW_ACTION, { onceKey, description: 'Ask them' })
    expect(newIn(before, await count(), ['actions', 'sent_forms'])).toEqual([5, 0])
  })

  describe('from a page to which a browser goes back', () => {
    const back = MAKES.filter(({ onSharedPage }) => onSharedPage === undefined)

    test.each(back)('has the key that it had, but another when it is opened anew: $path', async (maker) => {
      const browser = { hasan, amina, clive }[maker.as as 'hasan' | 'amina' | 'clive']
      const address = filledIn(ofPage(maker), everything)
      const addressOf = async () => String((await browser.visit(address)).headers['location'])
      const keyAt = async (path: string) => sentOf(formOn(await browser.visit(path), maker))['onceKey']
      const first = await addressOf()
      const key = await keyAt(first)
      expect(await keyAt(first)).toEqual(key)
      expect(await keyAt(await addressOf())).not.toEqual(key)
    })

    test.each(['form=x', 'form=', 'form=x&form=y', `form=${'0'.repeat(36)}/agenda`])(
      'is given a key once where the address has none that is ours: %s',
      async (query) => {
        const leads = await hasan.visit(`/partnerships/northmoor/people/new?${query}&from=plan`)
        expect(leads.status).toBe(303)
        expect(leads.headers['location']).toMatch(/people\/new\?form=[\da-f-]{36}&from=plan$/)
        expect((await hasan.visit(String(leads.headers['location']))).status).toBe(200)
      },
    )
  })
})

describe('what makes something new', () => {
  test('is a form in the list, if its page is at an address for that', () => {
    const pages = ROUTES.filter(({ method, path }) => method === 'GET' && path.endsWith('/new'))
    const known = new Set(MAKES.map(ofPage))
    expect(pages.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([])
  })

  test('is made by no route outside the transaction that knows the form', () => {
    const server = join(import.meta.dirname, '../../server')
    const routes = globSync('**/*.routes.ts', { cwd: server })
    const texts = routes.map((file) => readFileSync(join(server, file), 'utf8'))
    expect(texts.join().match(/\badd[A-Z]\w*\(\s*trx\b/g)?.length).toBeGreaterThan(10)
    expect(texts.flatMap((text) => text.match(/\badd[A-Z]\w*\(\s*db\b/g) ?? [])).toEqual([])
  })
})
