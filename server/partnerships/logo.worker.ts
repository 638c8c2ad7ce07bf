import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js'
import { checkLogo } from './logo.rules.ts'
import type { LogoPicture } from './logo.store.ts'

/** The picture of a logo, or why it is not taken, for the person who chose the file. */
export type ReadLogo = { ok: true; picture: LogoPicture } | { ok: false; message: string }

/** The longest side of a logo as it is kept, in pixels: 400 to the inch where it is printed 5 cm wide. */
const LONGEST_SIDE = 800

/** Checks an uploaded PNG or SVG and draws it anew; runs in a process of its own. */
export default async function readInProcess(content: Buffer): Promise<ReadLogo> {
  const checked = await checkLogo(content)
  if (!checked.ok) return checked
  const drawn = draw(checked.svg, Math.min(checked.largest, LONGEST_SIDE))
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

/** Draws an SVG as PNG, `largest` the longest side in pixels. A picture in it that cannot be decoded is left out. */
function draw(svg: string, largest: number): Buffer | 'white' | 'empty' | 'not read' {
  const options: ResvgRenderOptions = { font: { loadSystemFonts: false }, logLevel: 'off' }
  try {
    const { width, height } = new Resvg(svg, options)
    const fitTo: ResvgRenderOptions['fitTo'] =
      width >= height ? { mode: 'width', value: largest } : { mode: 'height', value: largest }
    const picture = new Resvg(svg, { ...options, fitTo }).render()
    return seen(picture.pixels) ?? picture.asPng()
  } catch {
    return 'not read'
  }
}

/** Says where all points are clear, or none is darker than white by a twentieth once it is on paper. */
function seen(pixels: Buffer): 'white' | 'empty' | undefined {
  let isEmpty = true
  for (let at = 0; at < pixels.length; at += 4) {
    const opacity = pixels[at + 3] ?? 0
    if (opacity > 0) isEmpty = false
    // The colours are already weighed by their opacity.
    const darkest = Math.min(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
    if (opacity - darkest > 12) return undefined
  }
  return isEmpty ? 'empty' : 'white'
}
