import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import { htmlShape } from '../support/html-shape.ts'
import { printPartial } from '../support/templates.ts'

const require = createRequire(import.meta.url)

type Params = Record<string, unknown>
interface Fixture {
  name: string
  options: Params
  html: string
}

const textOf = (option: unknown) => (option as { text?: string } | undefined)?.text
const classesOf = (option: unknown) => (option as { classes?: string } | undefined)?.classes
const isHeading = (option: unknown) => (option as { isPageHeading?: boolean } | undefined)?.isPageHeading

/** The parameters of our field partials for the options of a GOV.UK field. */
function fieldParams(options: Params): Params {
  const { label, hint, errorMessage, prefix, suffix, classes, spellcheck, ...same } = options
  return {
    ...same,
    label: textOf(label),
    labelClass: classesOf(label),
    labelIsHeading: isHeading(label),
    hint: textOf(hint),
    error: textOf(errorMessage),
    prefix: textOf(prefix),
    suffix: textOf(suffix),
    width: /width-(\d+)/.exec(String(classes))?.[1],
    spellcheck: typeof spellcheck === 'boolean' ? String(spellcheck) : undefined,
  }
}

/** The parameters of our radios, check boxes and dates for the options of GOV.UK's. */
function groupParams(options: Params): Params {
  const legend = (options['fieldset'] as { legend?: unknown } | undefined)?.legend
  const items = (options['items'] ?? []) as { hint?: unknown; checked?: boolean; value?: string }[]
  const checked = items.filter((item) => item.checked).map((item) => item.value)
  return {
    id: options['idPrefix'],
    name: options['name'],
    legend: textOf(legend),
    legendClass: classesOf(legend),
    legendIsHeading: isHeading(legend),
    hint: textOf(options['hint']),
    error: textOf(options['errorMessage']),
    items: items.map((item) => ({ ...item, hint: textOf(item.hint) })),
    value: options['value'] ?? checked[0],
    values: options['values'] ?? checked,
    inline: String(options['classes']).includes('--inline'),
    small: String(options['classes']).includes('--small'),
  }
}

const variantOf = (component: string, options: Params) =>
  new RegExp(`govuk-${component}--(\\w+)`).exec(String(options['classes']))?.[1]

interface Mirror {
  partial?: string
  fixtures: string[]
  params: (options: Params) => Params
  /** What we do otherwise on purpose, done to GOV.UK's HTML. */
  adapt?: (html: string, options: Params) => string
}

const mirrors: Record<string, Mirror> = {
  input: {
    params: fieldParams,
    fixtures: [
      'default',
      'with hint text',
      'with error message',
      'with error and hint',
      'with width-2 class',
      'with width-20 class',
      'with label as page heading',
      'with prefix',
      'with suffix',
      'with prefix and suffix',
      'with prefix and suffix and error',
      'id',
      'custom type',
      'value',
      'zero value',
      'inputmode',
      'with autocomplete attribute',
      'with spellcheck enabled',
      'with spellcheck disabled',
    ],
  },
  textarea: {
    params: fieldParams,
    fixtures: [
      'default',
      'with hint',
      'with error message',
      'with default value',
      'with custom rows',
      'with label as page heading',
      'id',
      'with hint and error message',
      'with autocomplete attribute',
      'with spellcheck enabled',
      'with spellcheck disabled',
    ],
  },
  'character-count': {
    partial: 'textarea',
    params: fieldParams,
    fixtures: [
      'default',
      'with hint',
      'with hint and error',
      'with default value',
      'with custom rows',
      'with threshold',
    ],
  },
  select: {
    params: fieldParams,
    fixtures: ['with hint text and error message', 'hint', 'error', 'with selected value', 'id'],
    // None of our lists has an option that can't be chosen.
    adapt: (html) => html.replaceAll(' disabled', ''),
  },
  'file-upload': {
    params: fieldParams,
    fixtures: [
      'default',
      'with hint text',
      'with error message and hint',
      'with label as page heading',
      'id',
      'error',
    ],
  },
  radios: {
    params: groupParams,
    fixtures: [
      'default',
      'with hint',
      'inline',
      'with hints on items',
      'with a divider',
      'with fieldset and error message',
      'with very long option text',
      'small with long text',
      'small inline',
      'with hints on parent and items',
      'with hint and error message',
    ],
    // Our items take their ids from the group.
    adapt: (html) =>
      html
        .replace(/(id|for|aria-describedby)="gateway/g, '$1="gov')
        .replace(/(id|for|aria-describedby)="verify/g, '$1="gov-2'),
  },
  checkboxes: {
    params: groupParams,
    fixtures: [
      'default',
      'with hint',
      'with legend as a page heading',
      'with error message',
      'small with error',
      'small with hint',
    ],
  },
  'date-input': {
    params: (options) => {
      const id = String(options['id'])
      const values = Object.entries((options['values'] ?? {}) as Params)
      return {
        ...groupParams(options),
        name: id,
        values: Object.fromEntries(values.map(([part, value]) => [`${id}-${part}`, value])),
      }
    },
    fixtures: ['default', 'with error message and hint', 'with values'],
    // Our fields are named after the date they are part of.
    adapt: (html, options) => html.replace(/name="(day|month|year)"/g, `name="${String(options['id'])}-$1"`),
  },
  button: {
    params: (options) => ({ ...options, variant: variantOf('button', options) }),
    fixtures: ['default', 'link', 'secondary', 'warning', 'inverse', 'name', 'value', 'prevent double click'],
    // Each of our buttons ignores the second click of a double click.
    adapt: (html) =>
      html.replace(/<button (?!.*prevent-double)/, '<button data-prevent-double-click="true" '),
  },
  'error-summary': {
    params: ({ errorList }) => ({ errors: errorList }),
    fixtures: [
      'default',
      'without links',
      'mixed with and without links',
      'error list with html as text',
      'error list with html as text link',
    ],
  },
  'notification-banner': {
    params: ({ text, titleText, type }) => ({ text, title: titleText, success: type === 'success' }),
    fixtures: [
      'default',
      'with type as success',
      'with long heading',
      'custom title',
      'title html as text',
      'html as text',
    ],
  },
  details: {
    params: ({ summaryText, text, open }) => ({ summary: summaryText, text, open }),
    fixtures: ['default', 'html as text', 'summary html as text'],
  },
  'warning-text': {
    params: ({ text }) => ({ text }),
    fixtures: ['default', 'multiple lines', 'html as text'],
  },
  'inset-text': { params: ({ text }) => ({ text }), fixtures: ['default', 'html as text'] },
  tag: {
    params: (options) => ({ text: options['text'], colour: variantOf('tag', options) }),
    fixtures: ['default', 'grey', 'turquoise', 'red', 'yellow', 'html as text'],
  },
  breadcrumbs: {
    params: ({ items }) => ({ items }),
    fixtures: ['default', 'with one level', 'with last breadcrumb as current page', 'html as text'],
  },
  'back-link': { params: (options) => options, fixtures: ['with custom text and link'] },
  pagination: {
    params: (options) => options,
    fixtures: ['default', 'with many pages', 'first page', 'last page'],
  },
  'summary-list': {
    partial: 'summary-row',
    params: ({ rows }) => {
      const [row] = rows as { key: unknown; value: unknown; actions?: { items: Params[] } }[]
      const action = row?.actions?.items[0]
      return {
        key: textOf(row?.key),
        text: textOf(row?.value),
        href: action?.['href'],
        linkText: action?.['text'],
      }
    },
    fixtures: ['single action with anchor', 'attributes', 'empty items array'],
    adapt: (html) =>
      html
        .replace(/^\s*<dl[^>]*>|<\/dl>\s*$/g, '')
        // We say which row a link changes, also where GOV.UK's example doesn't.
        .replace('>First action<', '>First action<span class="govuk-visually-hidden"> Name</span><')
        .replace(
          '__row"',
          html.includes('actions"') ? '__row"' : '__row govuk-summary-list__row--no-actions"',
        ),
  },
}

describe.each(Object.entries(mirrors))('the GOV.UK component %s', (component, mirror) => {
  const file = `govuk-frontend/dist/govuk/components/${component}/fixtures.json`
  const { fixtures } = require(file) as { fixtures: Fixture[] }
  test.each(mirror.fixtures)('%s', (name) => {
    const fixture = fixtures.find((one) => one.name === name)
    if (fixture === undefined) throw new Error(`GOV.UK Frontend has no example "${name}" of ${component}`)
    const ours = printPartial(mirror.partial ?? component, mirror.params(fixture.options))
    expect(htmlShape(ours)).toEqual(htmlShape(mirror.adapt?.(fixture.html, fixture.options) ?? fixture.html))
  })
})
