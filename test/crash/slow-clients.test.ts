import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { serverOf } from '../../server/listen.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onSqlite } from '../support/databases/databases.ts'
import { addTestPlan } from '../support/builders/plans.ts'

const SLOW = 50

onSqlite('clients that are slow or hang up', (db) => {
  let server: Server
  let port: number
  let cast: Cast
  let hasan: Browser
  let cookie = ''
  let actionId: number

  beforeAll(async () => {
    cast = await addCast(db())
    const plan = await addTestPlan(db(), cast.hasan)
    actionId = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    server = serverOf(await appOn(db())).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
    hasan = await signedIn(`http://127.0.0.1:${port}`, cast.hasan)
    cookie = (await hasan.get('/help')).cookies
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  /** Opens a connection and sends this; gives the server's end of it, which does not depend on who reads. */
  const open = async (sent: string) => {
    const arrived = once(server, 'connection') as Promise<[Socket]>
    const client = connect(port, '127.0.0.1', () => client.write(sent))
    client.on('error', () => undefined)
    const [socket] = await arrived
    const ended = new Promise((resolve) => socket.once('close', resolve))
    return { client, ended }
  }
  const openMany = async (sent: string) => {
    const opened = []
    while (opened.length < SLOW) opened.push(await open(sent))
    return opened
  }
  const closed = (opened: { ended: Promise<unknown> }[]) => Promise.all(opened.map(({ ended }) => ended))
  const path = () => `/partnerships/northmoor/actions/${actionId}`
  const beginsUpload = () =>
    `POST ${path()}/updates HTTP/1.1\r\nHost: tracker\r\nCookie: ${cookie}\r\n` +
    'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n' +
    '--b\r\nContent-Disposition: form-data; name="narrative"\r\n\r\nBroken off\r\n' +
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' +
    'A line of a note.\n'.repeat(10_000)

  test('have limits that outlast a proxy and a slow upload, and no more', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxConnections } = server
    // Proxies keep a connection for 60 s.
    expect(keepAliveTimeout).toBeGreaterThan(60_000)
    expect(headersTimeout).toBeLessThanOrEqual(20_000)
    expect({ requestTimeout, timeout, maxConnections }).toEqual({
      requestTimeout: 1_860_000,
      timeout: 120_000,
      maxConnections: 2000,
    })
  }, 120_000)

  test('who send a header bit by bit keep nobody waiting, and are sent away', async () => {
    const sockets = await openMany('GET / HTTP/1.1\r\nHost: tracker\r\nX-Slow: a')
    expect((await hasan.get(path())).status).toBe(200)
    server.headersTimeout = 300
    await closed(sockets)
    server.headersTimeout = 20_000
    expect((await hasan.get(path())).status).toBe(200)
  }, 120_000)

  test('who never end a form keep nobody waiting, and are sent away', async () => {
    const sockets = await openMany(beginsUpload().slice(0, 2000))
    expect((await hasan.get(path())).status).toBe(200)
    // Node takes the shorter of the two for the headers, whichever it is.
    Object.assign(server, { headersTimeout: 300, requestTimeout: 300 })
    await closed(sockets)
    Object.assign(server, { headersTimeout: 20_000, requestTimeout: 1_860_000 })
    expect((await hasan.get(path())).status).toBe(200)
  }, 120_000)

  test('who hang up in the middle of an upload leave no row and no connection', async () => {
    const documents = () => db()('documents').pluck('id')
    const before = await documents()
    const sockets = await openMany(beginsUpload())
    expect((await hasan.get(path())).status).toBe(200)
    for (const { client } of sockets) client.resetAndDestroy()
    await closed(sockets)
    expect(await documents()).toEqual(before)
    expect(await db()('progress_updates').pluck('id')).toEqual([])
    expect((await hasan.get(path())).status).toBe(200)
  }, 120_000)

  test('who do not read their answer are sent away', async () => {
    server.timeout = 300
    // Nobody listens to the client's end, so that it is never read.
    await closed([await open('GET /css/screen.css HTTP/1.1\r\nHost: tracker\r\n\r\n'.repeat(300))])
    server.timeout = 120_000
    expect((await hasan.get(path())).status).toBe(200)
  }, 120_000)
})
