import type { EmbeddedFont, Pdf } from './pdf-document.ts'
import type { Face } from '../text/font-choice.ts'
import { NOTHING } from '../text/text-fonts.ts'
import type { Glyphs } from '../text/text-fonts.ts'

/** Returns the operators that set a colour for filling or for drawing lines, from '#rrggbb'. */
function colourOf(colour: string, operator: 'rg' | 'RG'): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  return `${parts.map(number).join(' ')} ${operator}`
}

/** Draws a filled rectangle. */
export function drawBox(pdf: Pdf, x: number, y: number, width: number, height: number, colour: string): void {
  const place = [x, y, width, height].map(number).join(' ')
  pdf.addContent(`${colourOf(colour, 'rg')} ${place} re f`)
}

/** Draws the outline of a rectangle. */
export function drawFrame(
  pdf: Pdf,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  const place = [x, y, width, height].map(number).join(' ')
  pdf.addContent(`0.5 w ${colourOf(colour, 'RG')} ${place} re S`)
}

/** Draws glyphs from x to the right; y is that of the baseline. */
export function drawGlyphs(
  pdf: Pdf,
  all: Glyphs[],
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const operators: string[] = [`BT ${colourOf(colour, 'rg')} ${placeOf(x, y)}`]
  const dots: string[] = []
  let shown = ''
  let font: { key: string; embedded: EmbeddedFont } | undefined
  let left = x
  const show = (): void => {
    if (shown !== '') operators.push(`[${shown.replaceAll('><', '')}] TJ`)
    shown = ''
  }
  for (const run of all) {
    if (font?.key !== run.face.key) {
      show()
      font = { key: run.face.key, embedded: embeddedFont(pdf, run.face) }
      operators.push(`/${font.embedded.id} ${number(size)} Tf`)
    }
    const codes = codesOf(font.embedded, run)
    for (const { rise, code } of codes.letters) {
      if (rise === 0) {
        shown += code
      } else {
        show()
        operators.push(`${number((rise * size) / 1000)} Ts [${code}] TJ 0 Ts`)
      }
    }
    for (const dot of codes.dots) {
      const place = placeOf(left + (dot.x * size) / 1000, y - (dot.y * size) / 1000)
      dots.push(`/${font.embedded.id} ${number(size)} Tf ${place} ${dot.code} Tj`)
    }
    left += (run.width * size) / 1000
  }
  show()
  // The dots stand behind the letters and say nothing, so that they part no word for those who read it out.
  if (dots.length > 0) operators.push('/Span <</ActualText ()>> BDC', ...dots, 'EMC')
  operators.push('ET')
  pdf.addContent(operators.join('\n'))
}

function placeOf(x: number, y: number): string {
  return `1 0 0 -1 ${number(x)} ${number(y)} Tm`
}

/** What stands for glyphs in the file: letters, parted where some are raised above the line, and loose dots. */
interface Codes {
  letters: { rise: number; code: string }[]
  /** Each with its place from the start of the run, in thousandths of the size. */
  dots: { x: number; y: number; code: string }[]
}

// Words come again and again, and what stands for one is the same all through the document.
const written = new WeakMap<Glyphs, Codes>()

function codesOf(font: EmbeddedFont, run: Glyphs): Codes {
  const known = written.get(run)
  if (known !== undefined) return known
  const codes: Codes = { letters: [], dots: [] }
  let x = 0
  for (const glyph of run.glyphs) {
    const code = `<${codeOf(font, glyph).toString(16).padStart(4, '0')}>`
    if (glyph.says[0] === NOTHING) {
      codes.dots.push({ x: x + glyph.xOffset, y: glyph.yOffset, code })
      addLetter(codes, 0, glyph.advance === 0 ? '' : number(-glyph.advance))
    } else {
      const after = glyph.xOffset + glyph.width - glyph.advance
      const before = glyph.xOffset === 0 ? '' : number(-glyph.xOffset)
      addLetter(codes, glyph.yOffset, before + code + (after === 0 ? '' : number(after)))
    }
    x += glyph.advance
  }
  written.set(run, codes)
  return codes
}

function addLetter({ letters }: Codes, rise: number, code: string): void {
  const last = letters.at(-1)
  if (last?.rise === rise) last.code += code
  else if (code !== '') letters.push({ rise, code })
}

function embeddedFont(pdf: Pdf, face: Face): EmbeddedFont {
  pdf.font(face.font as unknown as string, face.key)
  const embedded = pdf._font
  const fonts = pdf.page.fonts as Record<string, unknown>
  fonts[embedded.id] ??= embedded.ref()
  return embedded
}

const codes = new WeakMap<EmbeddedFont, Map<string, number>>()

/** The code of a glyph in the file. One glyph that says two things (a hyphen, a missing letter) gets two codes. */
function codeOf(font: EmbeddedFont, glyph: Glyphs['glyphs'][number]): number {
  const known = codes.get(font) ?? new Map<string, number>()
  codes.set(font, known)
  const key = `${glyph.id}:${glyph.says.join()}`
  const old = known.get(key)
  if (old !== undefined) return old
  const own = font.subset.includeGlyph(glyph.id)
  const taken = glyph.id === 0 || font.unicode[own] !== undefined
  const code = taken ? font.subset.glyphs.push(glyph.id) - 1 : own
  font.unicode[code] = glyph.says
  font.widths[code] = glyph.width
  known.set(key, code)
  return code
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
