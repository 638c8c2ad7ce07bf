import { kindOfContent } from '../shared/content-kind.ts'
import { type PictureSize, pictureSize } from './picture-size.ts'

/** The largest file that is taken as a logo, in bytes: 1 MB. */
const LARGEST = 1024 * 1024

/** The sides that a logo may have, in pixels: a smaller one cannot be read in print, a larger one costs memory. */
const SIDES = { least: 20, most: 4000 }

/** How many points the pictures inside an SVG may have together: each costs memory once it is decoded. */
const MOST_POINTS = SIDES.most * SIDES.most

/** Parts of an SVG that do something rather than show something. */
const ACTIVE =
  /^(?:script|foreignobject|iframe|object|embed|audio|video|handler|listener|set|discard|animate\w*)$/i

const EMBEDDED_PICTURE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[\w+/=\s]+$/i

// Bounded, so that a file of one long word costs no more than any other.
const ATTRIBUTE = /(?<![\w:.-])(?:[\w.-]{1,99}:)?([\w.-]{1,99})\s{0,99}=\s{0,99}(?:"([^"]*)"|'([^']*)')/g

/** A logo that may be drawn, as SVG: around a PNG one is put. Or why it is not taken. */
export type CheckedLogo =
  { ok: true; svg: string; kind: 'PNG' | 'SVG'; largest: number } | { ok: false; message: string }

/**
 * Checks an uploaded logo by its content: a PNG of a sensible size, or an SVG in which nothing runs and nothing is
 * fetched from elsewhere. `largest` is the longest side, in pixels, at which it may be drawn.
 */
export async function checkLogo(content: Buffer): Promise<CheckedLogo> {
  if (content.length === 0) return refused('The file is empty. Choose another file')
  if (content.length > LARGEST)
    return refused('The logo must be 1 MB or smaller. Save it smaller and upload it again')
  const type = await kindOfContent(content)
  if (type?.mime === 'image/png' || type?.mime === 'image/apng') return checkPng(content)
  const text = textOf(content)
  if (text !== undefined && /^\s*</.test(text) && /<(?:\w{1,99}:)?svg[\s>/]/.test(text)) return checkSvg(text)
  const what = type === undefined || type.ext === 'xml' ? 'neither' : `a ${type.ext.toUpperCase()}`
  return refused(`The logo must be a PNG or an SVG. This file is ${what}. Save it as a PNG and upload that`)
}

function refused(message: string): CheckedLogo {
  return { ok: false, message }
}

/** Its width and height stand at the same place in every PNG (its first part, IHDR). */
function checkPng(content: Buffer): CheckedLogo {
  const [width, height] = content.length < 24 ? [0, 0] : [content.readUInt32BE(16), content.readUInt32BE(20)]
  if (Math.min(width, height) < SIDES.least || Math.max(width, height) > SIDES.most) {
    const size = `${width} by ${height} pixels`
    return refused(
      `Each side of the logo must have from ${SIDES.least} to ${SIDES.most} pixels. This one is ${size}. Save it in another size`,
    )
  }
  const picture = `data:image/png;base64,${content.toString('base64')}`
  const size = `width="${width}" height="${height}"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} href="${picture}"/></svg>`
  return { ok: true, svg, kind: 'PNG', largest: Math.max(width, height) }
}

function checkSvg(given: string): CheckedLogo {
  const text = withoutComments(given)
  if (text === undefined)
    return refused('The SVG is damaged: a comment in it never ends. Save it again and upload the new copy')
  const problem = problemOf(text)
  if (problem !== undefined) return refused(problem)
  return { ok: true, svg: text, kind: 'SVG', largest: SIDES.most }
}

function problemOf(svg: string): string | undefined {
  if (/<!ENTITY|<!DOCTYPE[^>[]{0,400}\[/i.test(svg)) {
    return 'The SVG defines words of its own (entities), which can hide something. Save it as a plain SVG, or as a PNG'
  }
  if (/<\?xml-stylesheet|@import/i.test(svg)) return fetches('a style sheet')
  if (/url\((?!\s{0,20}["']?\s{0,20}#)/i.test(svg)) return fetches('something')
  let pointsLeft = MOST_POINTS
  for (const { name, attributes } of tagsOf(svg)) {
    if (ACTIVE.test(name)) {
      return `The SVG has a part that can run or move (${name}). Save it without, or as a PNG`
    }
    if (/^(?:text|tspan|textpath)$/i.test(name)) {
      return 'The SVG has text that needs a font. Turn the text into outlines (paths) and save it again, or save it as a PNG'
    }
    for (const { attribute, value } of attributes) {
      if (/^on/i.test(attribute))
        return `The SVG has a part that can run (${attribute}). Save it without, or as a PNG`
      if (/^(?:href|src)$/i.test(attribute) && !value.startsWith('#') && !EMBEDDED_PICTURE.test(value)) {
        return fetches(value.slice(0, 60))
      }
      if (EMBEDDED_PICTURE.test(value)) {
        const size = pictureSize(Buffer.from(value.slice(value.indexOf(',')), 'base64'))
        if (size === undefined) return 'A picture inside the SVG could not be read. Save it as a PNG'
        pointsLeft -= size.width * size.height
        if (pointsLeft < 0) return tooManyPoints(size)
      }
    }
  }
  return undefined
}

function tooManyPoints({ width, height }: PictureSize): string {
  const most = `${SIDES.most} by ${SIDES.most}`
  return `The pictures inside the SVG are too large to be drawn: one has ${width} by ${height} pixels, and together they may have as many as one of ${most}. Save the logo as a PNG of at most that size`
}

function fetches(what: string): string {
  return `The SVG fetches ${what} from elsewhere. Save it with everything inside it, or as a PNG`
}

interface Tag {
  /** Without what stands before a colon. */
  name: string
  attributes: { attribute: string; value: string }[]
}

/** The tags of a well-formed text; whether it is well formed shows when it is drawn. */
function tagsOf(svg: string): Tag[] {
  const tags = svg.matchAll(/<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)/g)
  return [...tags].map(([, name = '', inside = '']) => ({
    name,
    attributes: [...inside.matchAll(ATTRIBUTE)].map(([, attribute = '', double, single]) => ({
      attribute,
      value: (double ?? single ?? '').trim(),
    })),
  }))
}

function withoutComments(text: string): string | undefined {
  const [before = '', ...others] = text.split('<!--')
  const ends = others.map((part) => part.indexOf('-->'))
  if (ends.includes(-1)) return undefined
  return before + others.map((part, index) => part.slice((ends[index] ?? 0) + 3)).join('')
}

/** The file as text, or undefined if it is not UTF-8. */
function textOf(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}
