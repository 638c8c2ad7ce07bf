import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serverOf } from '../../../server/listen.ts'
import { BODY_LIMITS } from '../../../server/web/receiving/body-time.ts'
import { addTestAction } from '../../support/builders/actions.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, OUR_ORIGIN, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'

const WORDS = 'Two sessions were held before the line broke.'

onOneDatabase('an upload over a slow line', (db) => {
  let cast: Cast
  let path: string
  const servers: Server[] = []

  beforeAll(async () => {
    cast = await addCast(db())
    const plan = await addTestPlan(db(), cast.hasan)
    const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    path = `/partnerships/northmoor/actions/${id}`
  })
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })

  /** Serves with limits of its own. */
  const serve = async (changes: Partial<typeof BODY_LIMITS.upload>, form = 60_000) => {
    const limits = { form, upload: { ...BODY_LIMITS.upload, ...changes } }
    const server = serverOf(await appOn(db(), {}, undefined, undefined, limits)).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const hasan = await signedIn(`http://127.0.0.1:${port}`, cast.hasan)
    return { port, hasan }
  }

  /** Begins to send a report with a file, of which nothing more comes. */
  const begin = async (
    port: number,
    hasan: Browser,
  ): Promise<{ client: Socket; answer: Promise<string> }> => {
    const page = await hasan.get(path)
    const form = /<form[^>]*multipart[^]*?<\/form>/.exec(page.text)![0]
    // A browser sends the fields of a form as they stand: those before the file come before it.
    const fields = {
      ...filledForm(form.slice(0, form.indexOf('type="file"'))),
      rag: 'green',
      narrative: WORDS,
    }
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const client = connect(port, '127.0.0.1')
    let text = ''
    client.on('data', (data) => (text += data.toString())).on('error', () => undefined)
    const answer = once(client, 'close').then(() => text)
    client.write(
      `POST ${path}/updates HTTP/1.1\r\nHost: tracker\r\nOrigin: ${OUR_ORIGIN}\r\nCookie: ${page.cookies}\r\n` +
        'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n' +
        `${parts.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nA note.\n`,
    )
    return { client, answer }
  }

  test('is given up once too little comes, and its words are given back and kept', async () => {
    const { port, hasan } = await serve({ checkEvery: 300 })
    const { answer } = await begin(port, hasan)
    const text = await answer
    expect(text).toMatch(/^HTTP\/1.1 408 /)
    expect(text).toContain('too slow')
    expect(text).toContain(WORDS)
    expect((await hasan.get('/kept-words')).text).toContain(WORDS)
    expect(await db()('progress_updates').select()).toEqual([])
  })

  test('goes on while enough comes, however long a form may take', async () => {
    const { port, hasan } = await serve({ checkEvery: 100, bytesPerSecond: 0 }, 200)
    const { client, answer } = await begin(port, hasan)
    let isClosed = false
    void answer.then(() => (isClosed = true))
    const form = connect(port, '127.0.0.1', () =>
      form.write('POST /sign-in HTTP/1.1\r\nHost: tracker\r\nContent-Length: 900\r\n\r\na'),
    )
    await once(form.resume(), 'close')
    expect(isClosed).toBe(false)
    client.destroy()
    await answer
  })

  test('says how much of it has come while it comes, to whoever sends it', async () => {
    const { port, hasan } = await serve({})
    const sophie = await signedIn(`http://127.0.0.1:${port}`, cast.sophie)
    type Sending = { uploads: { announced: number; come: number }[] }
    const sending = async (browser: Browser) => ((await browser.get('/sending')).body as Sending).uploads
    expect(await sending(hasan)).toEqual([])
    const { client, answer } = await begin(port, hasan)
    const come = async (least: number): Promise<number> => {
      const [upload] = await sending(hasan)
      return upload !== undefined && upload.come >= least ? upload.come : come(least)
    }
    const first = await come(0)
    client.write('x'.repeat(4_000_000))
    expect(await come(4_000_000)).toBeLessThan(4_000_000 + first + 1)
    expect(await sending(hasan)).toMatchObject([{ announced: 9_000_000 }])
    expect(await sending(sophie)).toEqual([])
    client.destroy()
    await answer
    const ended = async (): Promise<unknown> => ((await sending(hasan)).length > 0 ? ended() : undefined)
    await ended()
  })

  test('that is cut off leaves its words', async () => {
    const { port, hasan } = await serve({})
    const { client, answer } = await begin(port, hasan)
    await hasan.get('/help')
    client.destroy()
    await answer
    const kept = async (): Promise<string> => {
      const { text } = await hasan.get('/kept-words')
      return text.includes(WORDS) ? text : kept()
    }
    const words = await kept()
    expect(words).toContain('Save the draft now')
    // Which button was pressed has not come, so that they are kept as a draft and not sent in anybody's name.
    const again = filledForm(/<form method="post" action="\/partnerships[^]*?<\/form>/.exec(words)![0])
    const page = /<form[^>]*multipart[^]*?<\/form>/.exec((await hasan.get(path)).text)![0]
    expect(Object.keys(again)).toEqual(
      expect.arrayContaining(Object.keys(filledForm(page)).filter((name) => name !== 'file')),
    )
    expect((await hasan.post(`${path}/updates`, again)).status).toBe(303)
    expect(await db()('progress_updates').select()).toEqual([])
    expect((await hasan.get(path)).text).toMatch(/Your draft of \S+ is back/)
    expect((await hasan.get(path)).text).toContain(WORDS)
  })

  test('whose words alone take more than a form can hold is refused before all of it has come', async () => {
    const { hasan } = await serve({ bytesOfWords: 1000 })
    const words = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`text-${index}`, 'x'.repeat(100_000)]),
    )
    const file = { name: 'a.txt', content: Buffer.from('A note.') }
    const answer = await hasan.upload(`${path}/updates`, { ...words, narrative: WORDS }, file)
    expect([answer.status, answer.text.includes('take more than 8 MB')]).toEqual([413, true])
    const most = { name: 'a.txt', content: Buffer.alloc(5_000_000, 'A note.\n') }
    expect((await hasan.upload(`${path}/updates`, { narrative: WORDS }, most)).status).toBe(422)
  })

  test.each([
    { what: 'from one account so often', limits: { atOnce: 0 }, status: 429 },
    { what: 'from all together so much', limits: { bytesAtOnce: 1_000_000 }, status: 503 },
  ])('is taken $what at once, and then its words are given back', async ({ limits, status }) => {
    const { hasan } = await serve(limits)
    const answer = await hasan.upload(
      `${path}/updates`,
      { narrative: WORDS },
      { name: 'a.txt', content: Buffer.alloc(1_500_000, 'A note.\n') },
    )
    expect([answer.status, answer.text.includes(WORDS), answer.text.includes('a.txt')]).toEqual([
      status,
      true,
      true,
    ])
  })
})
