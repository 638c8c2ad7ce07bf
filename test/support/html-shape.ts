import { type DOMNode, HtmlElement, Parser, StaticConfigLoader, TextNode } from 'html-validate'

const parser = new Parser(await new StaticConfigLoader().getConfigFor('partial.html'))

export type Shape = string | { tag: string; attributes: Record<string, string>; inside: Shape[] }

/** Returns some HTML as a tree. */
export function parseHtml(html: string): HtmlElement {
  return parser.parseHtml(html)
}

/** What a browser would make of some HTML, as far as it can be seen or heard: tags, attributes, words. */
export function htmlShape(html: string): Shape[] {
  return insideOf(parseHtml(html))
}

/** Every element of some HTML, outer ones first. */
export function elementsOf(html: string): Exclude<Shape, string>[] {
  const flatten = (shapes: Shape[]): Exclude<Shape, string>[] =>
    shapes.flatMap((shape) => (typeof shape === 'string' ? [] : [shape, ...flatten(shape.inside)]))
  return flatten(htmlShape(html))
}

function insideOf(node: DOMNode): Shape[] {
  return node.childNodes.flatMap((child): Shape[] => {
    if (child instanceof TextNode) {
      const text = decodeHtml(child.textContent).replace(/\s+/g, ' ').trim()
      return text === '' ? [] : [text]
    }
    if (!(child instanceof HtmlElement)) return []
    const attributes = child.attributes.map(({ key, value }) => {
      const text = decodeHtml(value?.toString() ?? '')
      return [key, key === 'class' ? text.trim().split(/\s+/).sort().join(' ') : text] as const
    })
    return [{ tag: child.tagName, attributes: Object.fromEntries(attributes), inside: insideOf(child) }]
  })
}

/** Returns HTML's text with its character references read. */
export function decodeHtml(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00A0', ctdot: '⋯' }
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
      return named[name ?? ''] ?? all
    },
  )
}
