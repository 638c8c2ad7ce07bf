import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { ROLES } from '../../server/shared/role.ts'
import { appOn } from '../support/app.ts'
import { addCast, addMember, type Cast } from '../support/cast.ts'
import { type Answer, type Client, listening, signedInClient } from '../support/client.ts'
import { onSqlite } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { elementsOf } from '../support/html-shape.ts'
import { ROUTES } from '../support/route-table.ts'

/**
 * What ends any place that words can stand in, a piece of text, an attribute in either quotes or none, a title, a
 * comment, a script, and then makes an element or an attribute called zz; what a template would fill in; what SQL would
 * run; what a header would end with; what would climb out of a folder; what a spreadsheet would reckon; and a letter
 * that turns round what is read.
 */
const HOSTILE =
  `=1+zz' zz='" zz="--></title></textarea></style></script><zz-el zz=1>{{zz}}\${zz}'; DROP TABLE people;--` +
  `\r\nX-Zz: 1\r\n../zz\u202Ezz`
/** The same where there is room for a few letters only. */
const SHORT = '"><zz-el zz=1>{{zz}}'

/** Forms that keep no words that could be these, and so never answer that they were saved. */
const SAVES_NO_WORDS = [
  // A new account: its password is no free field, and it would sign somebody else in.
  '/invitations/:token',
  // The item was deferred just before, by the other form about it.
  '/partnerships/northmoor/meetings/:n/agenda/:n/removal',
  // Days, times, numbers and choices only.
  '/partnerships/northmoor/meetings/:n/date',
  '/partnerships/northmoor/rounds',
  '/partnerships/northmoor/rounds/:n/closing-date',
  '/partnerships/northmoor/settings/meetings',
  // An e-mail address, answered by a page with a link.
  '/partnerships/northmoor/settings/members/invitations',
]

jest.setTimeout(120_000)

interface Field {
  name: string
  /** What the form would send as it stands. */
  value: string
  isFree: boolean
}
interface Form {
  /** Tells forms apart, whichever record they are about. */
  key: string
  action: string
  fields: Field[]
}

const FREE_TYPES = new Set(['text', 'search', 'email', 'url', 'tel', undefined])

onSqlite('words that mean something to a browser, a template or a database', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let everything: Everything
  let zoe: Client
  let token: string
  let named = 0
  const saved = new Set<string>()
  const answers: { path: string; answer: Answer }[] = []

  beforeAll(async () => {
    cast = await addCast(db())
    server = await listening(await appOn(db()))
    everything = await settled(await addEverything(db(), cast))
    const member = await addMember(db(), cast.northmoor.id, 'Zoe Zealous', [...ROLES])
    zoe = await signedInClient(server.origin, member)
    token = await zoe.tokenOn('/account')
  })
  afterAll(() => {
    server.close()
  })

  const isPage = (path: string) => !/\.(pdf|docx|xlsx|csv|png|css|js)$|\/(evidence|file)\b/.test(path)
  const pages = ROUTES.filter(({ method, path }) => method === 'GET' && isPage(path))

  const rank = (path: string) => (path.includes('cancellation') ? 2 : path.includes('removal') ? 1 : 0)

  /** Fills every free field with the words; one that is turned back gets the short ones, then something plain. */
  const fill = async ({ action, fields }: Form): Promise<void> => {
    const turnedBack = new Map<string, number>()
    for (let round = 0; round < 5; round += 1) {
      const body = new URLSearchParams({ _csrf: token })
      for (const { name, value, isFree } of fields) {
        const times = turnedBack.get(name) ?? 0
        if (!isFree) body.append(name, value)
        else {
          const words = [HOSTILE, SHORT][times] ?? (value === '' ? plainFor(name) : value)
          body.append(name, isOfSomebody(name) ? `${words}${(named += 1)}` : words)
        }
      }
      // A reason for the agreed RAG is taken with the RAG, which nothing chooses beforehand.
      if (body.has('agreedReason') && !body.has('agreedRag')) body.append('agreedRag', 'red')
      const answer = await zoe.send(action, { method: 'POST', body })
      answers.push({ path: action, answer })
      if (answer.status === 303 && body.toString().includes('zz-el')) saved.add(kindOf(action))
      if (answer.status !== 422) return
      const wrong = [...answer.text.matchAll(/<a href="#([^"]+)">/g)].map(([, id = '']) => dateOf(id))
      for (const { name } of fields)
        if (wrong.includes(dateOf(name))) turnedBack.set(name, (turnedBack.get(name) ?? 0) + 1)
    }
  }

  test('are sent in every field of every form', async () => {
    const done = new Set<string>()
    // A meeting that is called off, or an item that is removed, takes no words any more.
    const inOrder = pages.toSorted((one, other) => rank(one.path) - rank(other.path))
    for (const { path } of inOrder) {
      const address = await pathWith(path, everything)
      const forms = async () => formsOf((await zoe.send(address)).text)
      for (const { key, fields, action } of await forms()) {
        if (done.has(key) || !fields.some(({ isFree }) => isFree)) continue
        if (/sign-out$|\/ending$|\/withdrawal$/.test(action)) continue
        done.add(key)
        // Saving one form makes another of the same page out of date.
        const fresh = (await forms()).find((form) => form.key === key)
        if (fresh !== undefined) await fill(fresh)
      }
    }
    expect(done.size).toBeGreaterThan(40)
    const unsaved = [...done].map((key) => key.split(' ')[0]!).filter((action) => !saved.has(action))
    expect(unsaved.sort()).toEqual(SAVES_NO_WORDS)
    expect(
      answers
        .map(({ path, answer }) => ({ path, status: answer.status }))
        .filter(({ status }) => status >= 500),
    ).toEqual([])
    expect(answers.filter(({ answer }) => answer.headers.has('x-zz'))).toEqual([])
    expect((await db()('people').count<{ n: number }[]>({ n: '*' }))[0]!.n).toBeGreaterThan(5)
  })

  test('come back as words in the forms that were turned back', () => {
    const back = answers.filter(({ answer }) => answer.status === 422)
    expect(back.length).toBeGreaterThan(10)
    for (const { path, answer } of back) expect({ path, odd: oddIn(answer.text) }).toEqual({ path, odd: [] })
  })

  test('are shown as words on every page that shows them, and on every page that these lead to', async () => {
    const seen = new Set(await Promise.all(pages.map(({ path }) => pathWith(path, everything))))
    const kinds = new Map<string, number>()
    let showing = 0
    for (const path of seen) {
      const { text, headers } = await zoe.send(path)
      expect(headers.has('x-zz')).toBe(false)
      if (!(headers.get('content-type') ?? '').startsWith('text/html')) continue
      if (text.includes('zz-el')) {
        showing += 1
        expect({ path, odd: oddIn(text) }).toEqual({ path, odd: [] })
      }
      for (const [, href = ''] of text.matchAll(/<a\s[^>]*?href="(\/[^"#]*)"/g)) {
        const link = href.replaceAll('&amp;', '&')
        const kind = kindOf(link)
        const count = kinds.get(kind) ?? 0
        if (count >= 4 || !isPage(link.split('?')[0]!)) continue
        kinds.set(kind, count + 1)
        seen.add(link)
      }
    }
    expect(showing).toBeGreaterThan(40)
  })

  describe('as what is asked for', () => {
    test('in a filter, a search and an address come back as words too', async () => {
      const query = new URLSearchParams(
        ['search', 'rag', 'champion', 'agency', 'from', 'to', 'at', 'event', 'page', 'sort', 'returnTo'].map(
          (name): [string, string] => [name, HOSTILE],
        ),
      ).toString()
      let showing = 0
      for (const { path } of pages) {
        const address = await pathWith(path, everything)
        const answer = await zoe.send(`${address}?${query}`)
        expect(answer.status).toBeLessThan(500)
        expect(answer.headers.has('x-zz')).toBe(false)
        // An address that has moved passes the words on in its own address, where they are encoded.
        if (answer.text.includes('zz-el') && !answer.headers.has('location')) {
          showing += 1
          expect({ path, odd: oddIn(answer.text) }).toEqual({ path, odd: [] })
        }
        const lost = await zoe.send(`${address}/${encodeURIComponent(HOSTILE)}`)
        expect(lost.status).toBe(404)
        expect(oddIn(lost.text)).toEqual([])
      }
      expect(showing).toBeGreaterThan(60)
    })
  })
})

/** Gives what of the words has become more than words: elements, attributes, addresses that run, filled-in templates. */
function oddIn(html: string): string[] {
  const odd = elementsOf(html).flatMap(({ tag, attributes }) => {
    const names = Object.keys(attributes).filter((name) => name.toLowerCase().includes('zz'))
    const runs = ['href', 'src', 'action', 'formaction'].filter((name) =>
      /^\s*(javascript|data(?!:image\/png;)|vbscript):/i.test(attributes[name] ?? ''),
    )
    return [...(tag.includes('zz') ? [tag] : []), ...names, ...runs.map((name) => attributes[name]!)]
  })
  // The words stand there as they were typed, with nothing put in place of {{zz}}.
  const unfilled = html.includes('zz-el') && /zz-el(?! zz(&#x3D;|=)1&gt;\{\{zz\}\})/.test(html)
  return unfilled ? [...odd, 'not as typed'] : odd
}

function kindOf(path: string): string {
  return path
    .split('?')[0]!
    .replaceAll(/\/\d+(?=\/|$)/g, '/:n')
    .replace(/^(\/invitations|\/password-reset)\/.+/, '$1/:token')
}

/** The fields of a date are wrong together; the id of a field in a list has no dots. */
function dateOf(name: string): string {
  return name.replaceAll('.', '-').replace(/-(day|month|year)$/, '')
}

/** A name that somebody else goes by is refused, so each has a number of its own. */
function isOfSomebody(name: string): boolean {
  return name === 'name' || name === 'newName'
}

function plainFor(name: string): string {
  if (/-year$/.test(name)) return name.startsWith('evidence') ? '2026' : '2027'
  if (/-(day|month)$/.test(name)) return '1'
  if (/email/i.test(name)) return 'zz@example.org'
  if (/url|link/i.test(name)) return 'https://example.org/zz'
  if (/number|score|quorum|minutes|percent/i.test(name)) return '7'
  if (/time|startsAt/i.test(name)) return '10:30'
  return 'Words'
}

/** Reads the forms of a page that are sent by POST, as a browser would send them without a word typed. */
function formsOf(html: string): Form[] {
  const forms = elementsOf(html).filter(
    ({ tag, attributes }) => tag === 'form' && attributes['method'] === 'post',
  )
  return forms.map((form) => {
    const fields: Field[] = []
    const walk = (shapes: (typeof form)['inside']) => {
      for (const shape of shapes) {
        if (typeof shape === 'string') continue
        const { tag, attributes, inside } = shape
        const { name, type, value = '' } = attributes
        if (tag === 'textarea' && name !== undefined) {
          fields.push({
            name,
            value: inside.filter((text) => typeof text === 'string').join(''),
            isFree: true,
          })
        } else if (tag === 'select' && name !== undefined) {
          const options = inside.filter((option) => typeof option !== 'string')
          const chosen = options.find((option) => 'selected' in option.attributes) ?? options.at(-1)
          fields.push({ name, value: chosen?.attributes['value'] ?? '', isFree: false })
        } else if (tag === 'input' && name !== undefined && name !== '_csrf' && type !== 'file') {
          const isChoice = type === 'radio' || type === 'checkbox'
          // One of each group of buttons is chosen, so that the form gets past it.
          const isChosen = 'checked' in attributes || !fields.some((field) => field.name === name)
          if (!isChoice || isChosen) fields.push({ name, value, isFree: FREE_TYPES.has(type) })
        }
        walk(inside)
      }
    }
    walk(form.inside)
    const action = form.attributes['action'] ?? ''
    // The row of the next question has another name each time.
    const names = fields.map(({ name }) => name.replace(/-q[\da-f]{11}$/, '-new'))
    return { key: `${kindOf(action)} ${names.join()}`, action, fields }
  })
}
