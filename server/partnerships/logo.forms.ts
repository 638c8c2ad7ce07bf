import { z } from 'zod'
import { idField, textField } from '../web/forms.ts'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { checkLogo } from './logo.rules.ts'
import type { LogoPicture } from './logo.store.ts'

const STALE = 'Something was missing from the form. Check your answers and save again'

export const logoForm = z.object({
  alternative: textField({
    name: 'What the logo says',
    max: 200,
    required: 'Enter what the logo says, such as the name of the council',
  }),
  /** The logo that was current when the form was made; null: none. */
  replaces: z.preprocess((id) => (id === '' ? null : id), idField(STALE).nullable()),
})

export const logoRemovalForm = z.object({ removes: idField(STALE) })

/** The longest side of a logo as it is kept, in pixels: 400 to the inch where it is printed 5 cm wide. */
const LONGEST_SIDE = 800

/** How long drawing one may take, in milliseconds. */
const LONGEST_TIME = 10_000

type ReadLogo = { ok: true; picture: LogoPicture } | { ok: false; message: string }

/**
 * Returns the picture of an uploaded PNG or SVG, drawn anew: nothing of the file itself is kept. Or why it is not
 * taken, for the person who chose it.
 */
export async function readLogo(content: Buffer): Promise<ReadLogo> {
  const checked = await checkLogo(content)
  if (!checked.ok) return checked
  const drawn = await draw(checked.svg, Math.min(checked.largest, LONGEST_SIDE))
  if (drawn === 'white' || (drawn === 'empty' && checked.kind === 'SVG')) {
    const advice = 'Upload the version that is made for white paper'
    return { ok: false, message: `Nothing of the logo can be seen on white paper. ${advice}` }
  }
  if (typeof drawn === 'string') {
    return {
      ok: false,
      message: `The ${checked.kind} could not be read. Save it again and upload the new copy`,
    }
  }
  return { ok: true, picture: { png: drawn, width: drawn.readUInt32BE(16), height: drawn.readUInt32BE(20) } }
}

/** Draws an SVG in a process of its own, which is ended where it takes too long. */
function draw(svg: string, largest: number): Promise<Buffer | 'white' | 'empty' | 'not read'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'logo.worker.ts'), String(largest)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: LONGEST_TIME,
      killSignal: 'SIGKILL',
      env: {},
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0 && chunks.length > 0) resolve(Buffer.concat(chunks))
      else if (code === 3) resolve('white')
      else resolve(code === 4 ? 'empty' : 'not read')
    })
    child.stdin.end(svg)
  })
}
