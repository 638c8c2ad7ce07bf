import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js'

// A program of its own: it reads an SVG, draws it and writes the PNG, and can be ended whatever the SVG asks for.
// Its argument is the longest side in pixels. It ends with 3 where nothing can be seen on white paper, with 4 where
// there is nothing at all: a picture that could not be decoded is left out.

const largest = Number(process.argv[2])
const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const svg = Buffer.concat(chunks).toString('utf8')

const options: ResvgRenderOptions = { font: { loadSystemFonts: false }, logLevel: 'off' }
const { width, height } = new Resvg(svg, options)
const fitTo: ResvgRenderOptions['fitTo'] =
  width >= height ? { mode: 'width', value: largest } : { mode: 'height', value: largest }
const picture = new Resvg(svg, { ...options, fitTo }).render()
const { isEmpty, isWhite } = seen(picture.pixels)
if (isEmpty) process.exitCode = 4
else if (isWhite) process.exitCode = 3
else process.stdout.write(picture.asPng())

/** Whether all points are clear, and whether none is darker than white by a twentieth once it is on paper. */
function seen(pixels: Buffer): { isEmpty: boolean; isWhite: boolean } {
  let isEmpty = true
  for (let at = 0; at < pixels.length; at += 4) {
    const opacity = pixels[at + 3] ?? 0
    if (opacity > 0) isEmpty = false
    // The colours are already weighed by their opacity.
    const darkest = Math.min(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
    if (opacity - darkest > 12) return { isEmpty, isWhite: false }
  }
  return { isEmpty, isWhite: true }
}
