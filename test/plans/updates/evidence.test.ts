import { createConnection, type AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Express } from 'express'
import type { Reply } from '../../support/agent.ts'
import { addTestAction } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { cookiesOf } from '../../support/cookies.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const EXE = Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), Buffer.alloc(512)])
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const HTML = Buffer.from('<!DOCTYPE html><script>alert(1)</script>')

onOneDatabase('evidence', (db) => {
  let app: Express
  let cast: Cast
  let plan: TestPlan
  let id: number
  let path: string
  let sophie: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [{ text: 'Assess every child', service: [{ personId: cast.sophie.personId }] }],
    })
    app = await appOn(db())
    sophie = await signedIn(app, cast.sophie)
    olive = await signedIn(app, cast.olive)
  })

  beforeEach(async () => {
    id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    path = `/partnerships/northmoor/actions/${id}`
  })

  const report = (fields: Record<string, string> = {}) => ({
    formKey: randomUUID(),
    seenUpdateId: '0',
    rag: 'blue',
    narrative: 'In the induction pack.',
    evidenceTitle: 'Photo of the board',
    'evidenceDate-day': '2',
    'evidenceDate-month': '11',
    'evidenceDate-year': '2026',
    ...fields,
  })
  const send = async (file: { name: string; content: Buffer }, fields = {}): Promise<Reply> => {
    await sophie.get(path)
    return sophie.upload(`${path}/updates`, report(fields), file)
  }
  const stored = () =>
    db()('evidence as e')
      .join('progress_updates as u', 'u.id', 'e.progress_update_id')
      .where('u.action_id', id)
      .select<{ id: number; document_id: number | null }[]>('e.id', 'e.document_id')
  const updates = () => db()('progress_updates').where({ action_id: id })

  test('an upload that breaks off leaves nothing behind, and the server answers on', async () => {
    const server = createServer(app).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const cookie = (await cookieOf(port)) ?? ''
    const before = await db()('documents').count({ count: '*' }).first<object>()
    await new Promise<void>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => {
        socket.write(
          `POST ${path}/updates HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf`,
          () => socket.destroy(),
        )
      })
      socket.once('close', () => {
        resolve()
      })
    })
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    expect(await db()('documents').count({ count: '*' }).first<object>()).toEqual(before)
    expect(await updates()).toEqual([])
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('a file is stored with the database and given to members as a download, byte for byte', async () => {
    expect((await send({ name: 'Board “photo” ŵ.png', content: PNG })).status).toBe(303)
    const [evidence] = await stored()
    const address = `/partnerships/northmoor/evidence/${evidence!.id}`
    const page = await olive.get(path)
    expect(page.text).toContain(`href="${address}"`)
    expect(page.text).toMatch(/Photo of the board, 2 November 2026/)

    const file = await olive.get(address)
    expect(file.status).toBe(200)
    expect(file.headers['content-type']).toBe('image/png')
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename=.*filename\*=UTF-8''/)
    expect(file.headers['x-content-type-options']).toBe('nosniff')
    expect(file.headers['content-security-policy']).toContain("default-src 'none'")
    expect(Buffer.compare(file.body as Buffer, PNG)).toBe(0)
  })

  test('none has a wrong number', async () => {
    for (const wrong of ['0', '-1', 'abc', '99999999999']) {
      expect((await olive.get(`/partnerships/northmoor/evidence/${wrong}`)).status).toBe(404)
    }
  })

  test('evidence that is only a link has nothing to download', async () => {
    await sophie.get(path)
    await sophie.post(`${path}/updates`, report({ evidenceUrl: 'https://example.org/minutes' }))
    const [evidence] = await stored()
    expect(evidence?.document_id).toBeNull()
    expect((await olive.get(`/partnerships/northmoor/evidence/${evidence!.id}`)).status).toBe(404)
    expect((await olive.get(path)).text).toContain(
      'href="https://example.org/minutes" rel="noopener noreferrer"',
    )
  })

  test.each([
    {
      name: 'note.pdf',
      content: EXE,
      what: 'a program called a PDF',
      message: 'its content is something else',
    },
    { name: 'setup.exe', content: EXE, what: 'a program', message: 'must be one of these kinds' },
    {
      name: 'drawing.png',
      content: SVG,
      what: 'an SVG called a PNG',
      message: 'its content is something else',
    },
    { name: 'photo.svg', content: SVG, what: 'an SVG', message: 'must be one of these kinds' },
    { name: 'page.html', content: HTML, what: 'HTML', message: 'must be one of these kinds' },
    { name: 'note.pdf', content: Buffer.alloc(0), what: 'an empty file', message: 'The file is empty' },
  ])('$what is refused, and the words stay', async ({ name, content, message }) => {
    const answer = await send({ name, content }, { askOfBoard: 'Kept <b>words</b>' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(answer.text).toContain('href="#file"')
    expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
    expect(await updates()).toEqual([])
    expect(await db()('documents').where({ file_name: name })).toEqual([])
  })

  test('HTML that calls itself a text is only ever a text to save', async () => {
    expect((await send({ name: 'page.txt', content: HTML })).status).toBe(303)
    const [evidence] = await stored()
    const file = await olive.get(`/partnerships/northmoor/evidence/${evidence!.id}`)
    expect(file.headers['content-type']).toBe('text/plain')
    expect(file.headers['content-disposition']).toMatch(/^attachment/)
    expect(file.headers['x-content-type-options']).toBe('nosniff')
  })

  test('a file over 20 MB is refused by its field, with the words kept', async () => {
    const answer = await send({
      name: 'big.png',
      content: Buffer.concat([PNG, Buffer.alloc(20 * 1024 * 1024)]),
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The file must be 20 MB or smaller')
    expect(answer.text).toContain('In the induction pack.')
    expect(await updates()).toEqual([])
  })

  test('when something else is wrong the page says that the file has to be chosen again', async () => {
    const answer = await send({ name: `again-${id}.png`, content: PNG }, { narrative: '' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Choose the file again')
    expect(await db()('documents').where({ file_name: `again-${id}.png` })).toEqual([])
    expect(await stored()).toEqual([])
  })

  testAtOnce('the same form sent twice stores its file once', async () => {
    await sophie.get(path)
    const fields = report()
    const file = { name: `twice-${id}.png`, content: PNG }
    const answers = await Promise.all([
      sophie.upload(`${path}/updates`, fields, file),
      sophie.upload(`${path}/updates`, fields, file),
    ])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await stored()).toHaveLength(1)
    expect(await db()('documents').where({ file_name: file.name })).toHaveLength(1)
  })

  /** Signs Sophie in at a listening server and gives her cookie. */
  async function cookieOf(port: number): Promise<string | undefined> {
    const origin = `http://127.0.0.1:${port}`
    const first = await fetch(`${origin}/sign-in`)
    const cookie = cookiesOf(first.headers.getSetCookie())
    const token = /name="_csrf" value="([^"]+)"/.exec(await first.text())?.[1] ?? ''
    const answer = await fetch(`${origin}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        _csrf: token,
        email: cast.sophie.email,
        password: 'harbour lantern meadow',
      }).toString(),
    })
    expect(answer.status).toBe(303)
    return cookiesOf(answer.headers.getSetCookie())
  }
})
