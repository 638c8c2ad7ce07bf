import { crc32 } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { brandOf } from '../../server/partnerships/brand.store.ts'
import { readLogo } from '../../server/partnerships/logo.forms.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { FIELD, pngOf, svgOf } from '../support/builders/logos.ts'
import { plainPng, svgWithPng } from '../support/files/heavy-files.ts'

const settings = '/partnerships/northmoor/settings'
const address = '/partnerships/northmoor/logo.png'

/** Gives the width and height that stand in a PNG. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]

describe('a logo that is taken', () => {
  test.each([
    { what: 'an SVG', content: svgOf(FIELD), size: [800, 267] },
    { what: 'a PNG', content: pngOf(FIELD), size: [300, 100] },
    { what: 'a large PNG', content: pngOf(FIELD, 1600), size: [800, 267] },
    {
      what: 'an SVG as drawing programs save it',
      content: Buffer.concat([
        Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- Made by a program: <script> is a word here -->\n'),
        Buffer.from(
          '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        ),
        svgOf(
          `<style><![CDATA[.a{fill:url(#g)}]]></style><linearGradient id="g"><stop stop-color="#123"/></linearGradient>
          <rect id="r" class="a" width="90" height="90"/><use xlink:href="#r" x="100"/>`,
        ),
      ]),
      size: [800, 267],
    },
    {
      what: 'an SVG with a picture inside',
      content: svgOf(
        `<image width="300" height="100" xlink:href="data:image/png;base64,${pngOf(FIELD).toString('base64')}"/>`,
      ),
      size: [800, 267],
    },
  ])('$what becomes a PNG of $size', async ({ content, size }) => {
    const read = await readLogo(content, 1)
    if (!read.ok) throw new Error(read.message)
    expect(read.picture.png.subarray(1, 4).toString()).toBe('PNG')
    expect(sizeOf(read.picture.png)).toEqual(size)
    expect([read.picture.width, read.picture.height]).toEqual(size)
  })

  test('keeps nothing of the file but what is seen', async () => {
    const png = pngOf(FIELD)
    const said = Buffer.from('tEXtComment\0Made by Ann Smith')
    const part = Buffer.alloc(said.length + 8)
    part.writeUInt32BE(said.length - 4)
    said.copy(part, 4)
    part.writeUInt32BE(crc32(said), said.length + 4)
    const read = await readLogo(Buffer.concat([png.subarray(0, 33), part, png.subarray(33)]), 1)
    if (!read.ok) throw new Error(read.message)
    expect(read.picture.png.includes('Ann Smith')).toBe(false)
  })
})

describe('a logo that is not taken', () => {
  const runs = 'that can run'
  const fetches = 'from elsewhere'
  test.each([
    { what: 'a script', content: svgOf(`<script>alert(1)</script>${FIELD}`), message: runs },
    { what: 'a script with a prefix', content: svgOf(`<svg:SCRIPT href="#a"/>${FIELD}`), message: runs },
    { what: 'a handler', content: svgOf(FIELD, 'onload="alert(1)"'), message: runs },
    { what: 'a page inside', content: svgOf('<foreignObject><p>Hi</p></foreignObject>'), message: runs },
    { what: 'a movement', content: svgOf('<rect><animate attributeName="x"/></rect>'), message: runs },
    {
      what: 'a file of the server',
      content: svgOf('<image width="9" height="9" href="file:///etc/passwd"/>'),
      message: fetches,
    },
    {
      what: 'a file by its path',
      content: svgOf('<image width="9" height="9" xlink:href="/etc/passwd"/>'),
      message: fetches,
    },
    {
      what: 'a picture from the web',
      content: svgOf("<image width='9' height='9' href='https://example.org/a.png'/>"),
      message: fetches,
    },
    {
      what: 'an SVG inside an SVG',
      content: svgOf('<image width="9" height="9" href="data:image/svg+xml;base64,AAAA"/>'),
      message: fetches,
    },
    {
      what: 'a colour from the web',
      content: svgOf('<rect fill="url( https://a.b/c#d)"/>'),
      message: fetches,
    },
    { what: 'a style sheet', content: svgOf('<style>@import "a.css";</style>'), message: fetches },
    {
      what: 'an entity',
      content: Buffer.concat([
        Buffer.from('<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b SYSTEM "file:///etc/passwd">]>'),
        svgOf(FIELD),
      ]),
      message: 'words of its own',
    },
    {
      what: 'text',
      content: svgOf('<text x="9" y="9">Northmoor</text>'),
      message: 'Turn the text into outlines',
    },
    { what: 'nothing', content: svgOf(''), message: 'can be seen on white paper' },
    {
      what: 'white',
      content: svgOf('<rect width="99" height="99" fill="#fff"/>'),
      message: 'can be seen on white',
    },
    {
      what: 'white glass',
      content: pngOf('<rect width="99" height="99" fill="#fff" opacity=".4"/>'),
      message: 'can be seen on white',
    },
    {
      what: 'a damaged SVG',
      content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g>'),
      message: 'SVG could not be read',
    },
    { what: 'half a PNG', content: pngOf(FIELD, 1600).subarray(0, 400), message: 'PNG could not be read' },
    { what: 'the beginning of a PNG', content: pngOf(FIELD).subarray(0, 20), message: '0 by 0 pixels' },
    { what: 'a tiny PNG', content: pngOf(FIELD, 30), message: '30 by 10 pixels' },
    { what: 'a vast PNG', content: vastPng(), message: '60000 by 60000 pixels' },
    {
      what: 'a JPEG',
      content: Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
      message: 'is a JPG',
    },
    { what: 'a script called a logo', content: Buffer.from('alert(document.cookie)'), message: 'is neither' },
    {
      what: 'a page called a logo',
      content: Buffer.from('<html><script>1</script></html>'),
      message: 'is neither',
    },
    { what: 'an empty file', content: Buffer.alloc(0), message: 'is empty' },
    {
      what: 'a file of more than 1 MB',
      content: Buffer.alloc(1024 * 1024 + 1, 32),
      message: '1 MB or smaller',
    },
    { what: 'a vast picture inside', content: svgWithPng(4001), message: 'one has 4001 by 4001 pixels' },
    {
      what: 'many large pictures inside',
      content: svgOf(picture(2500).repeat(3)),
      message: 'too large to be drawn',
    },
    {
      what: 'a picture inside that is none',
      content: svgOf('<image width="9" height="9" href="data:image/png;base64,PHN2Zy8+"/>'),
      message: 'A picture inside the SVG could not be read',
    },
    // Drawing it fails, or on a busy machine its time is over first.
    { what: 'a bomb of copies', content: copies(30), message: /SVG could not be read|takes too long/ },
    {
      what: 'one long word',
      content: Buffer.from(`<svg ${'a'.repeat(1_000_000)}`),
      message: 'could not be read',
    },
    {
      what: 'comments without end',
      content: Buffer.from(`<svg>${'<!--'.repeat(250_000)}`),
      message: 'never ends',
    },
    {
      what: 'quotes without end',
      content: Buffer.from(`<svg ${'a "<b '.repeat(150_000)}`),
      message: 'could not be read',
    },
  ])('$what: $message', async ({ content, message }) => {
    const read = await readLogo(content, 1)
    expect(read.ok ? 'taken' : read.message).toMatch(message)
  })
})

/** A picture inside an SVG, of so many points each way. */
function picture(side: number): string {
  return `<image width="9" height="9" href="data:image/png;base64,${plainPng(side, side).toString('base64')}"/>`
}

/** Says of itself that it has 3.6 thousand million points. */
function vastPng(): Buffer {
  const png = pngOf(FIELD)
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  return png
}

/** Each group is the one before it, twice. */
function copies(levels: number): Buffer {
  const groups = Array.from({ length: levels }, (_, level) =>
    level === 0
      ? '<g id="g0"><rect width="1" height="1"/></g>'
      : `<g id="g${level}"><use href="#g${level - 1}"/><use href="#g${level - 1}"/></g>`,
  )
  return svgOf(`<defs>${groups.join('')}</defs><use href="#g${levels - 1}"/>`)
}

onOneDatabase('the logo in the settings', (db) => {
  let cast: Cast
  let amina: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    amina = await signedIn(app, cast.amina)
    olive = await signedIn(app, cast.olive)
  })

  const current = async () => {
    const rows = await db()('logos').whereNull('removed_at').pluck<number[]>('id')
    expect(rows.length).toBeLessThanOrEqual(1)
    return rows[0] ?? ''
  }
  const upload = async (
    file: { name: string; content: Buffer },
    fields: Record<string, string | number> = {},
  ) =>
    amina.upload(
      `${settings}/logo`,
      { alternative: 'Northmoor Council', replaces: await current(), ...fields },
      file,
    )
  const svg = { name: 'northmoor.svg', content: svgOf(FIELD) }

  test('before there is one its page says what stands in its place', async () => {
    const page = await amina.get(settings)
    expect(page.text).toContain('There is no logo yet')
    expect(filledForm(page.text)).toMatchObject({ alternative: 'Northmoor', replaces: '' })
    expect((await olive.get(address)).status).toBe(404)
    expect((await brandOf(db(), await hereFor(db(), cast.olive))).logo).toBeNull()
    const without = await amina.post(`${settings}/logo`, { alternative: 'Northmoor', replaces: '' })
    expect(without.status).toBe(422)
    expect(without.text).toContain('Choose a PNG or SVG file of the logo')
  })

  test('an SVG is shown as the PNG that was made from it, and stands on papers', async () => {
    const answer = await upload(svg)
    expect(answer.headers['location']).toBe(settings)
    const page = await amina.get(settings)
    expect(page.text).toContain('The logo was saved.')
    const id = await current()
    expect(page.text).toContain(`src="${address}?v=${id}" alt="Northmoor Council"`)
    expect(page.text).toContain('Made from northmoor.svg.')
    const picture = await olive.get(`${address}?v=${id}`)
    expect(picture.headers['content-type']).toBe('image/png')
    expect(picture.headers['x-content-type-options']).toBe('nosniff')
    expect(picture.headers['cache-control']).toContain('immutable')
    expect((await olive.get(address)).headers['cache-control']).toBe('private, no-cache')
    expect(sizeOf(picture.body as Buffer)).toEqual([800, 267])
    const brand = await brandOf(db(), await hereFor(db(), cast.olive))
    expect(brand.logo).toEqual({
      png: (picture.body as Buffer).toString('base64'),
      width: 800,
      height: 267,
      alternative: 'Northmoor Council',
    })
    expect(brand).toMatchObject({ councilName: 'Northmoor', colour: '#1d5a66' })
  })

  test('a file that is not taken comes back with what was typed, and nothing is changed', async () => {
    const before = await current()
    const script = { name: 'logo.svg', content: svgOf('<script>alert(1)</script>') }
    const answer = await upload(script, { alternative: 'Kept words' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#file">The SVG has a part that can run or move (script).')
    expect(filledForm(answer.text)).toMatchObject({ alternative: 'Kept words', replaces: String(before) })
    const silent = await upload(svg, { alternative: ' ' })
    expect(silent.status).toBe(422)
    expect(silent.text).toContain('href="#alternative">Enter what the logo says')
    const huge = await upload({ name: 'a.png', content: Buffer.alloc(20 * 1024 * 1024 + 1) })
    expect(huge.status).toBe(422)
    expect(huge.text).toContain('must be 1 MB or smaller')
    expect(await current()).toBe(before)
  })

  test('its words change without another file, and the one before stays in the history', async () => {
    const before = await current()
    const fields = { alternative: 'Northmoor O’Council <b>', replaces: before }
    expect((await amina.post(`${settings}/logo`, fields)).status).toBe(303)
    expect((await amina.get(settings)).text).toContain('alt="Northmoor O’Council &lt;b&gt;"')
    const [first, second] = await db()('logos').orderBy('id').select<Record<string, unknown>[]>()
    expect(first).toMatchObject({ id: before, removed_by: cast.amina.accountId })
    expect(first?.['removed_at']).toBe(second?.['uploaded_at'])
    expect(second?.['png']).toEqual(first?.['png'])
    const entry = await db()('audit')
      .where({ subject: 'logos' })
      .orderBy('id', 'desc')
      .first<{ event: string; after: string }>('event', 'after_json as after')
    expect(entry.event).toBe('logo saved')
    expect(entry.after).toContain('northmoor.svg')
  })

  test('whoever saves or removes second is shown what is there now', async () => {
    const stale = await current()
    await upload(svg, { alternative: 'The first to save' })
    const second = await upload(svg, { replaces: stale, alternative: 'The second to save' })
    expect(second.status).toBe(409)
    expect(second.text).toContain('Somebody else has changed the logo since you opened the page')
    expect(second.text).toContain('alt="The first to save"')
    const id = await current()
    expect(filledForm(second.text)).toMatchObject({ alternative: 'The second to save', replaces: String(id) })
    expect((await amina.post(`${settings}/logo/remove`, { removes: stale })).status).toBe(409)
    expect((await amina.post(`${settings}/logo/remove`, { removes: 'x' })).status).toBe(422)
    expect(await current()).toBe(id)
  })

  test('two who save at the same instant leave one', async () => {
    const replaces = await current()
    const fields = (alternative: string) => ({ alternative, replaces })
    const answers = await Promise.all([
      amina.post(`${settings}/logo`, fields('One')),
      amina.post(`${settings}/logo`, fields('Other')),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    await current()
  })

  test('removed, it stands on no paper any more and stays in the history', async () => {
    const id = await current()
    expect((await amina.post(`${settings}/logo/remove`, { removes: id })).status).toBe(303)
    expect((await amina.get(settings)).text).toContain('The logo was removed.')
    expect((await olive.get(address)).status).toBe(404)
    expect((await brandOf(db(), await hereFor(db(), cast.olive))).logo).toBeNull()
    const row = await db()('logos').where({ id }).first<Record<string, unknown>>('removed_by', 'png')
    expect(row['removed_by']).toBe(cast.amina.accountId)
  })
})
