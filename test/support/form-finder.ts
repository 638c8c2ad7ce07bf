import type { Browser, Fields } from './browser.ts'
import { type Everything, pathWith } from './builders/everything.ts'
import { ROUTES } from './route-table.ts'

/** Gives the form that posts to a path, filled in as far as a machine can; no fields where no page has it. */
export type FormFinder = (path: string, everything: Everything) => Promise<Fields>

/** Returns what finds the forms that this browser may see, read from our own pages. */
export function formFinder(browser: Browser): FormFinder {
  /** The page on which the form of a path was found, null where none has it: looked for once. */
  const formPages = new Map<string, string | null>()

  const readable = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => path)

  return async (path, fixed) => {
    const known = formPages.get(path)
    if (known === null) return {}
    const address = await pathWith(path, fixed)
    // The page with the form has the form's own address, or one that is near it. Files are no pages, and take
    // their time to be written.
    const isFile = (page: string) => /\.\w+$|\/file$/.test(page)
    const near = readable.filter((page) => (path.startsWith(page) || page.startsWith(path)) && !isFile(page))
    near.sort((one, other) => other.length - one.length)
    for (const page of known === undefined ? near : [known]) {
      const { text: html } = await browser.get(await pathWith(page, fixed))
      const form = html.split('<form').find((part) => part.includes(`action="${address}"`))
      if (form === undefined) continue
      formPages.set(path, page)
      return fieldsOf(form.slice(0, form.indexOf('</form>')))
    }
    if (known === undefined) formPages.set(path, null)
    return {}
  }
}
function fieldsOf(form: string): Record<string, string> {
  const fields: Record<string, string> = {}
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  for (const [tag] of form.matchAll(/<(?:input|textarea|select)\b[\s\S]*?>/g)) {
    const name = attribute(tag, 'name')
    if (name === undefined || name === '_csrf') continue
    const rest = form.slice(form.indexOf(tag) + tag.length)
    if (tag.startsWith('<select')) {
      const options = rest.slice(0, rest.indexOf('</select>')).match(/<option[^>]*>/g) ?? []
      const chosen = options.find((option) => option.includes('selected')) ?? options.at(-1) ?? ''
      fields[name] = attribute(chosen, 'value') ?? ''
    } else if (tag.startsWith('<textarea'))
      fields[name] = rest.slice(0, rest.indexOf('</textarea>')).trim() || 'Words'
    else fields[name] ??= attribute(tag, 'value') ?? typicalOf(name)
  }
  return fields
}

function typicalOf(name: string): string {
  if (name.endsWith('-year')) return '2027'
  return /-(day|month)$/.test(name) ? '1' : 'Words'
}
