import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { cookiesOf } from '../support/cookies.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { imports, rowsOf } from './report-uploads.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')

onOneDatabase('the upload of a report', (db) => {
  let cast: Cast
  let app: Express
  let hasan: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
  })

  const rows = (table: string) => rowsOf(db(), table)

  describe('a file that cannot be read', () => {
    const fails = async (file: { name: string; content: Buffer }, message: RegExp) => {
      const before = [await rows('documents'), await rows('report_imports')]
      const answer = await hasan.upload(imports, {}, file)
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(message)
      expect(answer.text).toContain('href="#file"')
      expect([await rows('documents'), await rows('report_imports')]).toEqual(before)
    }

    test.each([
      { name: 'empty.txt', content: Buffer.alloc(0), message: /The file is empty/ },
      { name: 'picture.docx', content: png, message: /is called .docx but is not a Word document/ },
      { name: 'recipe.txt', content: Buffer.from('Take two eggs.\n'), message: /inspection report/ },
      { name: 'sheet.xlsx', content: Buffer.from('PK'), message: /must be a PDF/ },
      { name: 'large.txt', content: Buffer.alloc(21 * 1024 * 1024, 'a'), message: /larger than 20 MB/ },
    ])('$name gets a message by its field', ({ message, ...file }) => fails(file, message))

    test('none chosen gets a message too', async () => {
      await hasan.get(imports)
      const answer = await hasan.post(imports, {})
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose the inspection report')
    })

    test('a connection that breaks off leaves nothing behind, and the server goes on', async () => {
      const before = [await rows('documents'), await rows('report_imports')]
      const server = createServer(app)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const { port } = server.address() as AddressInfo
        const cookie = await cookieOf(`http://127.0.0.1:${port}`, cast.hasan.email)
        await brokenUpload(port, imports, cookie)
        const health = await fetch(`http://127.0.0.1:${port}/health`)
        expect(await health.json()).toEqual({ status: 'ok' })
      } finally {
        server.closeAllConnections()
        server.close()
      }
      expect([await rows('documents'), await rows('report_imports')]).toEqual(before)
    })
  })
})

/** Signs in over HTTP and gives the cookie. */
async function cookieOf(base: string, email: string): Promise<string> {
  const page = await fetch(`${base}/sign-in`)
  const cookie = cookiesOf(page.headers.getSetCookie())
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const answer = await fetch(`${base}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ _csrf: token, email, password: PASSWORD }),
  })
  return cookiesOf(answer.headers.getSetCookie())
}

/** Begins to upload a file and breaks the connection in the middle of it. */
async function brokenUpload(port: number, path: string, cookie: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Cookie: ${cookie}`,
    'Content-Type: multipart/form-data; boundary=cut',
    'Content-Length: 1000000',
    '',
    '--cut',
    'Content-Disposition: form-data; name="file"; filename="report.txt"',
    'Content-Type: text/plain',
    '',
    'An inspection of youth justice services in',
  ]
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.write(head.join('\r\n'), () => {
      socket.destroy()
    })
    socket.on('close', () => {
      resolve()
    })
  })
}
