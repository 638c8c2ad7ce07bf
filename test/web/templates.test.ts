import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Handlebars from 'handlebars'
import { viewHelpers } from '../../server/web/view-helpers.ts'
import { elementsOf, htmlShape } from '../support/html-shape.ts'
import { printPartial, printTemplate } from '../support/templates.ts'

const viewsFolder = join(import.meta.dirname, '../../views')
const templates = readdirSync(viewsFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .sort()
/** The file of each partial, by its name: a template calls it without its folder. */
const partials = new Map(
  templates.filter((file) => file.startsWith('partials/')).map((file) => [basename(file, '.hbs'), file]),
)

const sourceOf = (file: string) => readFileSync(join(viewsFolder, file), 'utf8')
const layout = sourceOf('layouts/main.hbs')
const page = { body: '<h1>Plan</h1>', csrfToken: 'a-token' }

/** The names that a template reads from what it is given. */
class ReadNames extends Handlebars.Visitor {
  readonly names = new Set<string>()
  override PathExpression(path: hbs.AST.PathExpression): void {
    const [first] = path.parts
    if (!path.data && first !== undefined && !(first in viewHelpers)) this.names.add(first)
  }
}

interface Call {
  partial: string
  line: number
  names: string[]
  isBlock: boolean
  hasContext: boolean
}

/** The partials that a template prints, and what it gives them. */
class PartialCalls extends Handlebars.Visitor {
  readonly calls: Call[] = []
  override PartialStatement(statement: hbs.AST.PartialStatement): void {
    this.add(statement, false)
    super.PartialStatement(statement)
  }
  override PartialBlockStatement(statement: hbs.AST.PartialBlockStatement): void {
    this.add(statement, true)
    super.PartialBlockStatement(statement)
  }
  private add(statement: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement, isBlock: boolean): void {
    this.calls.push({
      partial: (statement.name as hbs.AST.PathExpression).original,
      line: statement.loc.start.line,
      names: (statement.hash as hbs.AST.Hash | undefined)?.pairs.map(({ key }) => key) ?? [],
      isBlock,
      hasContext: statement.params.length > 0,
    })
  }
}

function namesReadBy(partial: string): Set<string> {
  const visitor = new ReadNames()
  visitor.accept(Handlebars.parse(sourceOf(partials.get(partial)!)))
  return visitor.names
}

test('a password is masked, and says to a manager of passwords which it is', () => {
  const calls = templates.flatMap((file) =>
    [...sourceOf(file).matchAll(/\{\{> input name="(\w*[pP]assword)"[^}]*\}\}/g)].map(
      ([call, name = '']) => ({
        name,
        type: / type="([^"]*)"/.exec(call)?.[1],
        autocomplete: / autocomplete="([^"]*)"/.exec(call)?.[1] ?? '',
      }),
    ),
  )
  expect(calls.length).toBeGreaterThan(7)
  for (const { name, type, autocomplete } of calls) {
    const html = printPartial('input', { name, label: 'Password', type, autocomplete })
    const { attributes } = elementsOf(html).find(({ tag }) => tag === 'input')!
    expect(attributes).toMatchObject({ name, type: 'password', autocomplete })
    expect(autocomplete).toMatch(name === 'password' ? /^(new|current)-password$/ : /-password$/)
    expect(name === 'newPassword').toBe(autocomplete === 'new-password' && name !== 'password')
    // Nothing keeps anybody from pasting it, or cuts it off.
    expect(Object.keys(attributes).filter((one) => /^on|maxlength|readonly/.test(one))).toEqual([])
  }
})

test.each(templates.filter((file) => sourceOf(file).includes('{{> file-upload')))(
  '%s has a file behind everything that is typed or chosen, which is lost where the file is cut off',
  (file) => {
    const behind = sourceOf(file)
      .split('{{> file-upload')
      .slice(1)
      .map((rest) => rest.split('</form>')[0]!)
    for (const rest of behind)
      expect(rest).not.toMatch(
        /\{\{> (?:input|textarea|select|radios|checkboxes|date-input)\b|<(?:input|textarea|select)\b/,
      )
  },
)

describe('the calls of partials', () => {
  test.each(templates)('%s gives each partial what it knows, and a block the page it stands on', (file) => {
    const visitor = new PartialCalls()
    visitor.accept(Handlebars.parse(sourceOf(file)))
    const faults = visitor.calls
      .filter(({ partial }) => partial !== '@partial-block')
      .flatMap(({ partial, line, names, isBlock, hasContext }) => {
        if (!partials.has(partial)) return [`line ${line}: there is no partial ${partial}`]
        const known = namesReadBy(partial)
        return [
          ...names
            .filter((name) => !known.has(name))
            .map((name) => `line ${line}: ${partial} reads no ${name}`),
          ...(isBlock && !hasContext
            ? [`line ${line}: write {{#> ${partial} this …}}, or its block sees no data`]
            : []),
        ]
      })
    expect(faults).toEqual([])
  })

  test('a field does not pick up what its row happens to hold', () => {
    const template = '{{#each rows}}{{> input name="title" label="Title"}}{{/each}}'
    const rows = [{ id: 7, value: 'Not mine', error: 'Nor this', hint: 'Nor that' }]
    expect(printTemplate(template, { rows })).toBe(printTemplate('{{> input name="title" label="Title"}}'))
  })

  test('a block sees the page, and its partial sees what it is given', () => {
    const template = '{{#> summary-row this key="Owner"}}{{owner}}{{/summary-row}}'
    expect(htmlShape(printTemplate(template, { owner: 'Housing' }))).toEqual(
      htmlShape(printPartial('summary-row', { key: 'Owner', text: 'Housing' })),
    )
  })
})

const nasty = '<script>alert(1)</script>"\'&`='
const item = {
  href: nasty,
  text: nasty,
  value: nasty,
  hint: nasty,
  rag: nasty,
  word: nasty,
  meaning: nasty,
  number: nasty,
}

const nastyRow = {
  ...item,
  addressee: nasty,
  deadline: nasty,
  response: { word: nasty, reason: nasty },
  keyLines: [{ text: nasty, reference: nasty }],
  board: [{ text: nasty, jobTitle: nasty }],
  service: [{ text: nasty, tbc: true }],
  agreed: { ...item, reason: nasty, agreedOn: '2026-03-07', moved: item, reported: item },
  suggested: item,
  overTime: [nasty],
  complete: nasty,
  actions: [
    {
      ...item,
      description: nasty,
      desiredOutcome: nasty,
      successMeasure: nasty,
      ownerTexts: [nasty],
      moves: [{ words: nasty, reason: nasty }],
      tag: item,
      was: nasty,
      warningTexts: [nasty],
      lastUpdate: { narrative: nasty, sentBy: nasty, on: '2026-03-07', reason: nasty, evidence: [nasty] },
    },
  ],
}

const words = [{ lines: [nasty, nasty], bold: true }, item]
const paragraph = { style: nasty, number: nasty, rightToLeft: true, content: words }
const list = { items: [{ content: words }] }
const table = {
  ...item,
  label: nasty,
  caption: nasty,
  columns: [{ heading: nasty, width: nasty }],
  rows: [{ cells: [{ isHeader: true, span: nasty, content: [{ paragraph }, { list }] }] }],
}
const chart = {
  ...item,
  label: nasty,
  alternative: nasty,
  shapes: [
    { shape: 'rect', x: nasty, fill: nasty, stroke: nasty },
    { shape: 'path', d: nasty, stroke: nasty, strokeWidth: nasty },
    { shape: 'text', text: nasty, size: nasty, bold: true, anchor: nasty },
    {
      shape: 'rag',
      size: nasty,
      look: { shape: nasty, filled: true, ink: nasty, mark: nasty, background: nasty },
    },
  ],
  table,
}
const facts = [{ term: nasty, text: nasty }]
const block = {
  heading: { tag: 'h2', size: nasty, id: nasty, text: nasty },
  title: paragraph,
  paragraph,
  list,
  facts,
  ragKey: [item],
  table,
  chart,
}
const nastyPaper: Record<string, unknown> = {
  paragraph,
  list,
  table,
  chart,
  facts,
  block,
  content: words,
  paper: {
    ...item,
    titleFirst: true,
    councilName: nasty,
    logo: { src: nasty, alternative: nasty, width: nasty },
    marking: nasty,
    cover: { above: nasty, title: nasty, lines: [nasty], facts },
    contents: [{ id: nasty, text: nasty, within: [{ id: nasty, text: nasty }] }],
    sections: [
      { orientation: nasty, blocks: [block] },
      { orientation: nasty, blocks: [] },
    ],
    footer: [nasty],
  },
}

const nastyConflict = {
  id: nasty,
  text: nasty,
  advice: nasty,
  lastChange: { by: nasty, at: '2026-03-07T10:42:00Z' },
  texts: [{ label: nasty, yours: nasty, saved: nasty }],
  name: nasty,
  label: nasty,
  by: nasty,
  at: '2026-03-07T10:42:00Z',
  theirs: [{ text: nasty, alone: true }],
  mine: [{ text: nasty }],
  carried: [{ name: nasty, value: nasty }],
  items: [{ value: nasty, text: nasty }],
  error: nasty,
}

const nastyDrafts = {
  address: nasty,
  key: nasty,
  accountId: nasty,
  names: nasty,
  touched: nasty,
  marks: nasty,
  back: nasty,
  others: [{ id: nasty, label: nasty, value: nasty, saved: nasty }],
}

const nastyLink = { id: nasty, by: nasty, partnership: nasty, at: '2026-03-07T10:42:00Z', open: true }

describe('text stays text', () => {
  const lists = ['items', 'minuteTakerItems', 'errors', 'segments', 'typed', 'parts', 'squares', 'opened']
  const values = ['due-day', 'due-month', 'due-year', 'name', 'subject'].map((field) => [field, nasty])
  test.each([...partials.keys()])('in the partial %s, whatever it is given', (partial) => {
    const names = [...namesReadBy(partial)].filter((name) => name !== '@partial-block')
    const params: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, nasty]))
    for (const name of names.filter((one) => lists.includes(one)))
      params[name] = [{ ...item, name: nasty, count: 1 }]
    if (names.includes('values')) params['values'] = { ...Object.fromEntries(values), length: 0 }
    if (partial.startsWith('date-')) params['name'] = 'due'
    for (const name of ['at', 'savedAt']) if (names.includes(name)) params[name] = '2026-03-07T10:42:00Z'
    if (names.includes('quotes')) params['quotes'] = [{ by: nasty, action: nasty, reason: nasty }]
    if (names.includes('on')) params['on'] = '2026-03-07'
    if (names.includes('conflict')) params['conflict'] = nastyConflict
    if (names.includes('drafts')) params['drafts'] = nastyDrafts
    if (names.includes('link')) params['link'] = nastyLink
    for (const name of ['previous', 'next']) if (names.includes(name)) params[name] = item
    if (names.includes('progress')) {
      const agreed = { ...item, on: '2026-03-07' }
      params['progress'] = { agreed, moved: { movement: nasty, text: nasty }, reported: item }
    }
    if (names.includes('cell')) {
      const parts = [{ kind: 'added', text: nasty }]
      params['cell'] = { tag: item, lines: [nasty], notes: [nasty], parts, movement: item }
    }
    if (names.includes('position')) params['position'] = { rows: [nastyRow], ragWords: [item] }
    if (partial.startsWith('paper-')) for (const name of names) params[name] = nastyPaper[name]
    const isBlock = partial === 'filters'
    const html = isBlock
      ? printTemplate('{{#> filters this}}{{shown}}{{/filters}}', params)
      : printPartial(partial, params)
    const tags = elementsOf(html).map(({ tag }) => tag)
    expect(tags).not.toContain('script')
    expect(html).not.toContain('<script')
    const attributes = elementsOf(html).flatMap((element) => Object.keys(element.attributes))
    expect(attributes.filter((name) => !/^[a-z][a-z-]*$|^viewBox$/i.test(name))).toEqual([])
    if (names.length > 0) expect(html).toContain('&lt;script&gt;')
  })

  test('in the layout', () => {
    const html = printTemplate(layout, {
      ...page,
      pageTitle: nasty,
      partnership: { slug: nasty, name: nasty, councilName: nasty },
      account: { name: nasty },
      navigation: [item],
      breadcrumbs: [item],
      notification: { title: nasty, ...item },
    })
    expect(html).not.toContain('<script>')
    expect(html.split('&lt;script&gt;').length).toBeGreaterThan(10)
  })

  test('with each of its lines as it was typed, in a text area', () => {
    const typed = '\nFirst\n  indented\n\nlast'
    const html = printTemplate('<form>\n    {{> textarea name="why" label="Why?" value=typed}}\n</form>', {
      typed,
    })
    // A browser drops one line end straight after the tag.
    expect(html).toContain(`>\n${typed}</textarea>`)
  })
})

describe('the layout', () => {
  const titleOf = (html: string) => elementsOf(html).find(({ tag }) => tag === 'title')?.inside[0]
  const withClass = (html: string, name: string) =>
    elementsOf(html).filter(({ attributes }) => attributes['class']?.split(' ').includes(name))
  const errorSummary = [{ href: '#title', text: 'Enter a title' }]
  const notification = { success: true, text: 'Saved.' }

  test('says in the title where I am, and when there is an error', () => {
    const partnership = { slug: 'northmoor', name: 'Northmoor Partnership' }
    const html = printTemplate(layout, { ...page, pageTitle: 'Plans', partnership })
    expect(titleOf(html)).toBe('Plans – Northmoor Partnership – Improvement plan tracker')
    const again = printTemplate(layout, { ...page, pageTitle: 'Add an action', errorSummary })
    expect(titleOf(again)).toBe('Error: Add an action – Improvement plan tracker')
  })

  test('shows one notification, and none beside an error summary', () => {
    const saved = printTemplate(layout, { ...page, notification })
    expect(withClass(saved, 'govuk-notification-banner')).toHaveLength(1)
    expect(withClass(saved, 'govuk-error-summary')).toHaveLength(0)
    const wrong = printTemplate(layout, { ...page, notification, errorSummary })
    expect(withClass(wrong, 'govuk-notification-banner')).toHaveLength(0)
    expect(withClass(wrong, 'govuk-error-summary')).toHaveLength(1)
  })

  test('signs out with a form that carries the token, and only when somebody is signed in', () => {
    const html = printTemplate(layout, { ...page, account: { id: 7, name: 'Ada Pell' } })
    const form = elementsOf(html).find(({ tag }) => tag === 'form')
    expect(form?.attributes).toEqual({ method: 'post', action: '/sign-out', 'data-sign-out': '7' })
    expect(form?.inside).toContainEqual({
      tag: 'input',
      attributes: { type: 'hidden', name: '_csrf', value: 'a-token' },
      inside: [],
    })
    expect(elementsOf(printTemplate(layout, page)).filter(({ tag }) => tag === 'form')).toEqual([])
  })

  test('marks where I am in the navigation', () => {
    const navigation = [
      { href: '/', text: 'My work', current: false },
      { href: '/partnerships/northmoor/plans', text: 'Plans', current: true },
    ]
    const links = withClass(printTemplate(layout, { ...page, navigation }), 'govuk-service-navigation__link')
    expect(links.map(({ attributes }) => [attributes['href'], attributes['aria-current']])).toEqual([
      ['/', undefined],
      ['/partnerships/northmoor/plans', 'true'],
    ])
  })

  test('has nothing inline, as the security policy asks', () => {
    for (const file of templates) {
      expect(sourceOf(file)).not.toMatch(/\sstyle=|<style|\son[a-z]+="|<script(?! type="module" src=)/)
    }
  })
})

describe('red, amber, green', () => {
  const rags = ['not_started', 'red', 'amber', 'green', 'blue']

  test('have a shape each, which is hidden from screen readers, and the word', () => {
    const shapes = rags.map((rag) => printPartial('rag-shape', { rag }))
    expect(new Set(shapes).size).toBe(rags.length)
    const [tag] = elementsOf(printPartial('rag-tag', { rag: 'amber', word: 'At risk' }))
    expect(tag).toMatchObject({ inside: [{ tag: 'svg', attributes: { 'aria-hidden': 'true' } }, 'At risk'] })
  })

  test('a bar has a part for each that stands somewhere, as wide as its share, and lists them all', () => {
    const segments = [
      { rag: 'red', word: 'Red', count: 1 },
      { rag: 'amber', word: 'Amber', count: 0 },
      { rag: 'green', word: 'Green', count: 3 },
    ]
    const html = printPartial('rag-bar', { segments })
    const parts = html.matchAll(/x="(.*?)" width="(.*?)" height="36" class="rag-bar__part/g)
    expect([...parts].map(([, start, share]) => [start, share])).toEqual([
      ['0%', '25%'],
      ['25%', '75%'],
    ])
    expect(elementsOf(html).filter(({ tag }) => tag === 'li')).toHaveLength(3)
  })

  test.each(['improved', 'worsened', 'unchanged', 'new', 'completed'])(
    '%s has an arrow of its own',
    (movement) => {
      const html = printPartial('movement', { movement, text: 'Amber, was green' })
      expect(html.match(/<path /g)).toHaveLength(1)
      expect(html).toContain('Amber, was green')
    },
  )
})
