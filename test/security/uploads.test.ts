import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addTestAction } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { type Answer, type Client, listening, signedInClient } from '../support/client.ts'
import { everythingOnBoth, onSqlite } from '../support/databases/databases.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { zipOf } from '../inspections/reader/zip.ts'

const MB = 1024 * 1024
/** Twenty may be sent. */
const FAR_TOO_LARGE = everythingOnBoth ? 100 : 40
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** A name without a folder, in quotes where it needs them, and once more for letters beyond ASCII. */
const PLAIN_NAME = /^attachment; filename=("[^"/\\]*"|[^"/\\;\s]+)(; filename\*=UTF-8''[\w%.~!()*'-]+)?$/
const SCRIPT = '<script>alert(document.cookie)</script>'
const HTML = Buffer.from(`<!DOCTYPE html><title>x</title>${SCRIPT}`)
const SVG = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`)
const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const WORDS = Buffer.from('What was agreed.')

onSqlite('a file that somebody uploads', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let path: string
  let id: number
  let sophie: Client
  let token: string

  beforeAll(async () => {
    cast = await addCast(db())
    const plan = await addTestPlan(db(), cast.hasan, {
      rows: [{ text: 'Assess every child', service: [{ personId: cast.sophie.personId }] }],
    })
    id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    path = `/partnerships/northmoor/actions/${id}`
    server = await listening(await appOn(db()))
    sophie = await signedInClient(server.origin, cast.sophie)
    token = await sophie.tokenOn('/account')
  })
  afterAll(() => {
    server.close()
  })

  const latest = async () =>
    (await db()('progress_updates').where({ action_id: id }).max<{ id: number | null }[]>({ id: 'id' }))[0]!
      .id ?? 0

  /** Sends a report with the file under exactly this line of its part: what no browser would write too. */
  const send = async (disposition: string, content: Buffer, type = 'text/plain'): Promise<Answer> => {
    const fields = {
      _csrf: token,
      formKey: randomUUID(),
      seenUpdateId: String(await latest()),
      rag: 'blue',
      narrative: 'In the induction pack.',
      evidenceTitle: 'What was agreed',
      'evidenceDate-day': '2',
      'evidenceDate-month': '11',
      'evidenceDate-year': '2026',
    }
    const parts = Object.entries(fields).map(
      ([name, value]) => `--cut\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const head = `--cut\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`
    const body = Buffer.concat([Buffer.from(parts.join('') + head), content, Buffer.from('\r\n--cut--\r\n')])
    const headers = { 'content-type': 'multipart/form-data; boundary=cut' }
    return sophie.send(`${path}/updates`, { method: 'POST', headers, body })
  }
  const named = (name: string) => `Content-Disposition: form-data; name="file"; filename="${name}"`
  const stored = () =>
    db()('documents').orderBy('id', 'desc').first<{ id: number; file_name: string; media_type: string }>()
  const count = async () => (await db()('documents').count<{ n: number }[]>({ n: '*' }))[0]!.n
  const download = async () => {
    const evidence = await db()('evidence').orderBy('id', 'desc').first<{ id: number }>('id')
    return sophie.send(`/partnerships/northmoor/evidence/${evidence.id}`)
  }

  test.each([
    ['a path', '../../../../etc/cron.d/evil.txt', 'evil.txt'],
    ['a path of Windows', '..\\\\..\\\\windows\\\\evil.txt', 'evil.txt'],
    ['a drive and a device', 'C:\\\\CON.txt', 'CON.txt'],
    ['a device', 'NUL.txt', 'NUL.txt'],
    ['a path in percent signs', '%2e%2e%2fevil.txt', '%2e%2e%2fevil.txt'],
    ['letters that turn round what is read', 'minutes\u202Etxt.exe.txt', 'minutestxt.exe.txt'],
    ['letters that are not seen', 'mi\u200Bnu\u2060tes\uFEFF.txt', 'minutes.txt'],
    ['300 characters', `${'x'.repeat(296)}.txt`, `${'x'.repeat(196)}.txt`],
    ['markup', '<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
    ['two endings', 'page.html.txt', 'page.html.txt'],
    ['letters from everywhere', 'ŵythnos 🦢.txt', 'ŵythnos 🦢.txt'],
    ['a formula', '=cmd|calc!A0.txt', '=cmd|calc!A0.txt'],
  ])(
    'whose name is %s is stored in the database under a plain one, and is a file to save',
    async (_, name, kept) => {
      expect((await send(named(name), WORDS)).status).toBe(303)
      expect(await stored()).toMatchObject({ file_name: kept })
      const file = await download()
      expect(file.text).toBe('What was agreed.')
      expect(file.headers.get('content-disposition')).toMatch(PLAIN_NAME)
      expect(file.headers.get('content-type')).toBe('text/plain')
      expect(file.headers.get('x-content-type-options')).toBe('nosniff')
      expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(file.headers.get('cache-control')).toBe('no-store')
      const page = await sophie.send(path)
      expect(page.text).not.toContain('<img src=x')
    },
  )

  test.each([
    ['a new header', 'x.txt\\r\\nX-Evil: yes\\r\\n.txt'],
    ['a new header in percent signs', 'x%0D%0AX-Evil: yes.txt'],
  ])('whose name holds %s adds no header to its download', async (_, name) => {
    expect((await send(named(name), WORDS)).status).toBe(303)
    const { headers } = await download()
    expect(headers.get('x-evil')).toBeNull()
    expect(headers.get('content-type')).toBe('text/plain')
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test.each([
    ['a NUL in its name', named('page.html\0.txt'), 400],
    ['a name of its own in its name', named('x\\"; filename=\\"evil.html'), 422],
    ['no ending', named('minutes'), 422],
    ['only an ending', named('.txt'), 422],
    ['no name but a path', named('../'), 422],
    ['a dot at its end', named('page.txt.'), 422],
    ['a stream of Windows', named('page.txt::$DATA'), 422],
    ['another field', 'Content-Disposition: form-data; name="files"; filename="x.txt"', 400],
    [
      'a field of ours for its name',
      'Content-Disposition: form-data; name="__proto__"; filename="x.txt"',
      400,
    ],
    ['no field', 'Content-Disposition: form-data; filename="x.txt"', 400],
    ['no line of its own', 'X-Nothing: here', 422],
  ])('with %s is refused, and nothing is kept', async (_, disposition, status) => {
    const before = await count()
    expect((await send(disposition, WORDS)).status).toBe(status)
    expect(await count()).toBe(before)
  })

  const docx = 'word/document.xml'
  test.each([
    ['HTML that calls itself a PNG', 'page.png', HTML],
    ['HTML that calls itself a PDF', 'page.pdf', HTML],
    ['SVG with a script that calls itself a PNG', 'drawing.png', SVG],
    ['SVG with a script', 'drawing.svg', SVG],
    ['a page', 'page.html', HTML],
    ['a page as XML', 'page.xhtml', HTML],
    ['a program', 'setup.exe', Buffer.from('MZ\0\0')],
    ['a script', 'run.sh', Buffer.from('#!/bin/sh\n')],
    ['a zip that calls itself a Word document', 'plan.docx', zipOf({ 'run.sh': Buffer.from('#!/bin/sh\n') })],
    ['a PNG that calls itself a text', 'picture.txt', PNG],
    ['a PNG that calls itself a JPEG', 'picture.jpg', PNG],
    ['nothing at all', 'empty.txt', Buffer.alloc(0)],
    ['20 MB and a byte', 'long.txt', Buffer.alloc(20 * MB + 1, 'x')],
  ])('is refused as %s, whatever kind its part claims', async (_, name, content) => {
    const before = await count()
    for (const type of ['text/plain', 'image/png']) {
      const answer = await send(named(name), content, type)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('href="#file"')
      if (content.length > MB) break
    }
    expect(await count()).toBe(before)
  })

  test.each([
    ['a picture with a script behind it', 'picture.png', Buffer.concat([PNG, HTML]), 'image/png'],
    ['a text that is a page', 'page.txt', HTML, 'text/plain'],
    ['a table with a formula', 'table.csv', Buffer.from('=cmd|calc!A0,1\n'), 'text/csv'],
    ['a Word document that unpacks to 200 MB', 'bomb.docx', bomb(docx), DOCX_TYPE],
  ])('is only ever a file to save, never a page, as %s', async (_, name, content, type) => {
    expect((await send(named(name), content)).status).toBe(303)
    const { headers } = await download()
    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test(`of ${FAR_TOO_LARGE} MB is given up on the way, and nothing of it is kept`, async () => {
    const before = await count()
    // Whether its sender still hears why depends on when they stop sending.
    const answer = await send(named('huge.txt'), Buffer.alloc(FAR_TOO_LARGE * MB, 'x')).catch(() => undefined)
    expect([undefined, 413, 422]).toContain(answer?.status)
    expect(await count()).toBe(before)
    expect((await sophie.send(path)).status).toBe(200)
  })

  test('or a form that comes compressed counts as it unpacks', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' }
    const send = (bytes: number) =>
      sophie.send('/account/name', {
        method: 'POST',
        headers,
        body: gzipSync(`_csrf=${token}&name=${'x'.repeat(bytes)}`),
      })
    expect((await send(3 * MB)).status).toBe(413)
    expect((await send(10_000)).status).toBe(422)
  })

  test('as a report that unpacks to 200 MB is refused in words, and imports nothing', async () => {
    const hasan = await signedInClient(server.origin, cast.hasan)
    const form = new FormData()
    form.set('_csrf', await hasan.tokenOn('/partnerships/northmoor/inspections/import'))
    form.set('file', new Blob([new Uint8Array(bomb(docx))]), 'report.docx')
    const answer = await hasan.send('/partnerships/northmoor/inspections/import', {
      method: 'POST',
      body: form,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#file"')
  })
})

/** A Word document of 200 kB that unpacks to 200 MB. */
function bomb(part: string): Buffer {
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${DOCX_TYPE}.main+xml"/></Types>`
  return zipOf({ '[Content_Types].xml': Buffer.from(types), [part]: Buffer.alloc(200 * MB, 32) })
}
