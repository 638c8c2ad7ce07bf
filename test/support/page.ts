import { type DOMNode, HtmlElement, TextNode } from 'html-validate'
import { decodeHtml, parseHtml } from './html-shape.ts'

/** A page, or a part of one, as somebody sees or hears it: by role, name and text rather than by its HTML. */
interface Part {
  /** Its words as they are read, with one space between them. */
  readonly text: string
  readonly tag: string
  /** Returns the value of an attribute, '' if it has none, or undefined if the attribute is not there. */
  attribute: (name: string) => string | undefined
  /** Returns the one part with this role and name. Throws if there is none, or several. */
  byRole: (role: string, name?: Name) => Part
  /** Returns all parts with this role, in the order of the page. */
  allByRole: (role: string, name?: Name) => Part[]
  /** Returns the words of the one heading of a level. Throws if there is none, or several. */
  heading: (level: number) => string
  /** Returns the words of all headings of a level. */
  headings: (level: number) => string[]
  /** Returns the row of a table with this text in one of its cells. Throws if there is none, or several. */
  row: (text: Name) => Part
  /** Returns the words of each cell of a row or table. */
  cells: () => string[]
  /** Returns the field with this label. Throws if there is none, or several. */
  field: (label: Name) => Field
  /** Returns what the error summary says: nothing where there is none. */
  errors: () => string[]
  /** Returns the value beside a term of a description or summary list. Throws if there is none, or several. */
  detail: (term: Name) => Part
  /** Returns all forms, with what a browser would send of each as it stands. */
  forms: () => Form[]
}

interface Field extends Part {
  readonly name: string
  readonly value: string
  /** Whether a box or radio is chosen; a field with words always is. */
  readonly checked: boolean
  /** What stands beside it as its error, without "Error:", or undefined. */
  readonly error: string | undefined
}

export interface Form {
  readonly method: 'get' | 'post'
  readonly action: string
  readonly isMultipart: boolean
  /** Its fields in the order of the page, hidden ones too. */
  readonly controls: readonly Control[]
  readonly buttons: readonly { name: string | undefined; value: string; text: string }[]
}

export interface Control {
  readonly name: string
  /** The type of an input, or `select` or `textarea`. */
  readonly type: string
  readonly value: string
  /** Whether it is sent: false for a box or radio that is not chosen. */
  readonly isSent: boolean
  /** The values that a select offers. */
  readonly options: readonly string[]
}

/** The whole text, or a pattern within it. */
type Name = string | RegExp

/** Returns the page of an answer, or of some HTML. */
export function pageOf(answer: { text: string } | string): Part {
  return partOf(parseHtml(typeof answer === 'string' ? answer : answer.text))
}

function partOf(node: HtmlElement): Part {
  const find = (selector: string) => node.querySelectorAll(selector)
  const withRole = (role: string, name?: Name) =>
    find('*').filter(
      (element) => element.role === role && (name === undefined || matches(nameOf(element), name)),
    )
  const headings = (level: number) => find(`h${level}`).map(textOf)
  return {
    get text() {
      return textOf(node)
    },
    tag: node.tagName,
    attribute: (name) => attributeOf(node, name),
    byRole: (role, name) => partOf(only(withRole(role, name), `${role} ${String(name ?? '')}`)),
    allByRole: (role, name) => withRole(role, name).map(partOf),
    heading: (level) => only(headings(level), `heading of level ${level}`),
    headings,
    row: (text) => {
      const rows = find('tr').filter((row) => cellsOf(row).some((cell) => matches(cell, text)))
      return partOf(only(rows, `row ${String(text)}`))
    },
    cells: () => cellsOf(node),
    field: (label) => {
      const labels = find('label').filter((element) => matches(textOf(element), label))
      const id = attributeOf(only(labels, `field ${String(label)}`), 'for')
      const controls = find('input, select, textarea').filter((control) => control.id === id)
      return fieldOf(only(controls, `control with the id ${String(id)}`), rootOf(node))
    },
    errors: () => find('.govuk-error-summary__list a').map(textOf),
    detail: (term) => {
      const terms = find('dt').filter((element) => matches(textOf(element), term))
      const value = only(terms, `term ${String(term)}`).nextSibling
      if (value?.tagName !== 'dd') throw new Error(`nothing stands beside the term ${String(term)}`)
      return partOf(value)
    },
    forms: () => find('form').map((form) => formOf(form, rootOf(node))),
  }
}

function fieldOf(control: HtmlElement, page: HtmlElement): Field {
  const described = (attributeOf(control, 'aria-describedby') ?? '').split(' ')
  const error = page
    .querySelectorAll('.govuk-error-message')
    .find(({ id }) => id !== null && described.includes(id))
  const { name, value, isSent } = controlOf(control)
  return {
    ...partOf(control),
    name,
    value,
    checked: isSent,
    error: error === undefined ? undefined : textOf(error).replace(/^Error: /, ''),
  }
}

function formOf(form: HtmlElement, page: HtmlElement): Form {
  // All elements are asked, since a list of tags gives one tag after the other and not the order of the page.
  const elements = page
    .querySelectorAll('*')
    .filter((element) => CONTROLS.has(element.tagName) && ownerOf(element, page) === form)
    .filter((element) => !isDisabled(element))
  const controls = elements.filter((element) => !element.is('button') && element.hasAttribute('name'))
  return {
    method: attributeOf(form, 'method') === 'post' ? 'post' : 'get',
    action: attributeOf(form, 'action') ?? '',
    isMultipart: attributeOf(form, 'enctype') === 'multipart/form-data',
    controls: controls.map(controlOf),
    buttons: elements
      .filter((element) => element.is('button') && attributeOf(element, 'type') !== 'button')
      .map((button) => ({
        name: attributeOf(button, 'name'),
        value: attributeOf(button, 'value') ?? '',
        text: textOf(button),
      })),
  }
}

const CONTROLS = new Set(['input', 'select', 'textarea', 'button'])

function controlOf(control: HtmlElement): Control {
  const name = attributeOf(control, 'name') ?? ''
  const words = (element: HtmlElement) => attributeOf(element, 'value') ?? textOf(element)
  if (control.is('textarea'))
    // A browser takes the first line break after the tag for layout.
    return {
      name,
      type: 'textarea',
      value: wordsOf(control).replace(/^\r?\n/, ''),
      isSent: true,
      options: [],
    }
  if (control.is('select')) {
    const options = control.querySelectorAll('option')
    const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
    const value = chosen === undefined ? '' : words(chosen)
    return { name, type: 'select', value, isSent: chosen !== undefined, options: options.map(words) }
  }
  const type = attributeOf(control, 'type') ?? 'text'
  const isBox = type === 'checkbox' || type === 'radio'
  return {
    name,
    type,
    value: attributeOf(control, 'value') ?? (isBox ? 'on' : ''),
    isSent: !isBox || control.hasAttribute('checked'),
    options: [],
  }
}

/** The form that an element belongs to: the one around it, unless it names another. */
function ownerOf(element: HtmlElement, page: HtmlElement): HtmlElement | null {
  const named = attributeOf(element, 'form')
  return named === undefined
    ? element.closest('form')
    : (page.querySelectorAll('form').find(({ id }) => id === named) ?? null)
}

function isDisabled(element: HtmlElement): boolean {
  return element.hasAttribute('disabled') || (element.closest('fieldset')?.hasAttribute('disabled') ?? false)
}

function cellsOf(node: HtmlElement): string[] {
  return node
    .querySelectorAll('*')
    .filter((element) => element.is('th') || element.is('td'))
    .map(textOf)
}

/** What a screen reader calls an element: its label, its legend or caption, or its words. */
function nameOf(element: HtmlElement): string {
  const label = attributeOf(element, 'aria-label')
  if (label !== undefined) return label
  const all = rootOf(element)
  const by = (attributeOf(element, 'aria-labelledby') ?? '').split(' ').filter((id) => id !== '')
  const byId = (id: string) => all.querySelectorAll('*').find((other) => other.id === id)
  if (by.length > 0)
    return by
      .flatMap((id) => byId(id) ?? [])
      .map(textOf)
      .join(' ')
  const title = element.childElements.find((child) => child.is('legend') || child.is('caption'))
  if (title !== undefined) return textOf(title)
  if (!element.is('input') && !element.is('select') && !element.is('textarea')) return textOf(element)
  const own = all.querySelectorAll('label').find((other) => attributeOf(other, 'for') === element.id)
  return own === undefined ? (attributeOf(element, 'value') ?? '') : textOf(own)
}

function rootOf(node: HtmlElement): HtmlElement {
  let root = node
  while (root.parent !== null) root = root.parent
  return root
}

/** The words of an element as they stand, with scripts left out. */
function wordsOf(node: DOMNode): string {
  if (node instanceof TextNode) return decodeHtml(node.textContent)
  if (node instanceof HtmlElement && (node.is('script') || node.is('style'))) return ''
  return node.childNodes
    .map((child) => (isLineBreak(child) ? ` ${wordsOf(child)} ` : wordsOf(child)))
    .join('')
}

/** Whether words on both sides of an element are apart although no space stands between them. */
function isLineBreak(node: DOMNode): boolean {
  return node instanceof HtmlElement && !INLINE.has(node.tagName)
}

const INLINE = new Set(['a', 'abbr', 'b', 'code', 'em', 'i', 'mark', 'span', 'strong', 'sub', 'sup', 'time'])

function textOf(node: HtmlElement): string {
  return wordsOf(node).replace(/\s+/g, ' ').trim()
}

function attributeOf(element: HtmlElement, name: string): string | undefined {
  if (!element.hasAttribute(name)) return undefined
  return decodeHtml(element.getAttributeValue(name) ?? '')
}

function matches(text: string, wanted: Name): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text)
}

function only<Found>(found: readonly Found[], what: string): Found {
  if (found.length === 1) return found[0]!
  throw new Error(`the page has ${found.length === 0 ? 'no' : found.length} ${what}`)
}
