/** Gives what a browser would send of the fields on a page as they stand, without the csrf token and buttons. */
export function filledForm(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, attributes = ''] of html.matchAll(/<input([^>]*)>/g)) {
    const name = attribute(attributes, 'name')
    const isUnticked = /type="(radio|checkbox)"/.test(attributes) && !/\schecked/.test(attributes)
    if (name !== undefined && name !== '_csrf' && !isUnticked)
      fields[name] = attribute(attributes, 'value') ?? ''
  }
  for (const [, attributes = '', text = ''] of html.matchAll(/<textarea([^>]*)>\n?([^<]*)<\/textarea>/g)) {
    fields[attribute(attributes, 'name') ?? ''] = decoded(text)
  }
  for (const [, attributes = '', options = ''] of html.matchAll(/<select([^>]*)>([^]*?)<\/select>/g)) {
    const option = /<option([^>]*)\sselected/.exec(options) ?? /<option([^>]*)/.exec(options)
    fields[attribute(attributes, 'name') ?? ''] = attribute(option?.[1] ?? '', 'value') ?? ''
  }
  return fields
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? undefined : decoded(value)
}

function decoded(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(?:#x([\da-f]+)|(\w+));/gi, (all, hex?: string, name = '') =>
    hex === undefined ? (named[name as string] ?? all) : String.fromCodePoint(parseInt(hex, 16)),
  )
}
