import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { HtmlValidate } from 'html-validate'
import { bullets, heading, paragraph } from '../../server/paper/blocks.ts'
import { toPaperPage } from '../../server/paper/paper.page.ts'
import type { Block, Paper, PaperSection } from '../../server/paper/paper.ts'
import { deadAnchors } from '../support/crawl.ts'
import { elementsOf, type Shape } from '../support/html-shape.ts'
import { testPaper, testRow, testTable } from '../support/builders/papers.ts'
import { printPartial } from '../support/templates.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  // Handlebars leaves spaces before a block; a table scrolls in a region that is not a part of the text.
  rules: { 'no-trailing-whitespace': 'off', 'prefer-native-element': 'off' },
})

const print = (changes?: Partial<Paper>) =>
  printPartial('paper-page', { paper: toPaperPage(testPaper(changes)) })
const portrait = (...blocks: Block[]): PaperSection[] => [{ orientation: 'portrait', blocks }]
const wordsOf = (shapes: Shape[]): string =>
  shapes.map((shape) => (typeof shape === 'string' ? shape : wordsOf(shape.inside))).join(' ')
const elements = (html: string, tag: string) =>
  elementsOf(html)
    .filter((element) => element.tag === tag)
    .map(({ attributes, inside }) => ({ attributes, words: wordsOf(inside) }))

async function problemsOf(html: string): Promise<string[]> {
  const report = await validator.validateString(html)
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  )
}

describe('a paper as a page', () => {
  test('is valid HTML without a style or a script in it', async () => {
    const html = print()
    expect(await problemsOf(html)).toEqual([])
    expect(html).not.toMatch(/\sstyle=|<style|<script|\son\w+=/)
  })

  test('has one heading of level 1, and contents that lead to the headings', () => {
    const html = print()
    expect(elements(html, 'h1').map(({ words }) => words)).toEqual(['Youth justice improvement plan 2026-27'])
    expect(deadAnchors(html)).toEqual([])
    const links = elements(html, 'a').filter(({ attributes }) => attributes['href']?.startsWith('#'))
    expect(links.map(({ words }) => words)).toEqual([
      'Background',
      'Ratings',
      'Movement',
      'The plan',
      'Contact',
    ])
    const headings = [...elements(html, 'h2'), ...elements(html, 'h3')]
    for (const { attributes, words } of links) {
      expect(headings.find(({ attributes: { id } }) => `#${id ?? ''}` === attributes['href'])?.words).toBe(
        words,
      )
    }
  })

  test('takes its title from where the paper has it: the cover, a paragraph, or its name', () => {
    const titles = (changes: Partial<Paper>) => elements(print(changes), 'h1').map(({ words }) => words)
    const cover = { above: '', title: 'On the cover', lines: [], facts: [] }
    const inside = portrait(paragraph('In the paper', 'title'), paragraph('Not again', 'title'))
    expect(titles({ cover, sections: inside })).toEqual(['On the cover'])
    expect(titles({ cover: null, sections: inside })).toEqual(['In the paper'])
    expect(titles({ cover: null })).toEqual(['Youth justice improvement plan 2026-27'])
  })

  test('says its marking, whose it is, and the lines of its foot', () => {
    const html = print()
    expect(html).toMatch(/<p class="paper__marking">Draft<\/p>/)
    expect(elements(html, 'footer')[0]?.words).toBe('As agreed on 7 March 2026 Checksum 1f3a')
    expect(elements(html, 'img').map(({ attributes }) => attributes['alt'])).toEqual([
      'Northmoor Council’s logo',
    ])
    expect(print({ marking: null })).not.toContain('paper__marking')
  })

  test('gives every table a caption, header cells with a scope, and a region of its own name', () => {
    const html = print()
    const captions = elements(html, 'caption').map(({ words }) => words)
    expect(captions).toEqual(['The same in numbers', 'Recommendations and progress'])
    const heads = elements(html, 'th').map(
      ({ attributes, words }) => `${attributes['scope'] ?? ''}: ${words}`,
    )
    expect(heads.slice(-7)).toEqual([
      'col: Number',
      'col: Recommendation',
      'col: Board champion',
      'col: Progress',
      'row: 1',
      'row: 1.1',
      'row: 2',
    ])
    const twice = print({ sections: portrait(testTable([]), testTable([])) })
    const labels = elementsOf(twice)
      .filter(({ attributes }) => attributes['role'] === 'region')
      .map(({ attributes }) => attributes['aria-label'])
    expect(labels).toEqual(['Recommendations and progress', 'Recommendations and progress (2)'])
    expect(elements(twice, 'td').map(({ attributes, words }) => [attributes['colspan'], words])).toEqual([
      ['4', 'None'],
      ['4', 'None'],
    ])
  })

  test('numbers its paragraphs, and lets a list go on within one', () => {
    const html = print()
    const numbers = Array.from(html.matchAll(/<span class="paper__number">([^<]*)</g), ([, number]) => number)
    expect(numbers).toEqual(['1.', '2.', '3.'])
    expect(html).toMatch(/<ul class="govuk-list govuk-list--bullet paper__list--within">\s*<li>Education/)
    expect(html).toContain('<ol class="govuk-list govuk-list--number">')
    expect(html).toContain('The rating was <strong>Good</strong>. Read <a')
    expect(html).toContain('The board met twice<br>and agreed the plan.')
  })

  test('draws a chart with words that say the same', () => {
    const html = print()
    const [chart] = elements(html, 'svg').filter(({ attributes }) => attributes['role'] === 'img')
    expect(chart?.attributes['aria-label']).toBe(
      'In March 2 recommendations were amber and 1 red; in June 1 was amber.',
    )
    expect(chart?.attributes['viewBox'] ?? chart?.attributes['viewbox']).toBe('0 0 300 120')
    expect(html).toMatch(/<text [^>]*text-anchor="middle"[^>]*>Mawrth ŵ 2026<\/text>/)
    expect(html).toMatch(/<svg x="30" y="40" width="20" height="20" viewBox="0 0 20 20">\s*<path d="M10 1 19/)
  })

  test('links to web addresses and to nothing else', () => {
    const hrefs = ['https://example.org/?a=1&b=2', 'javascript:alert(1)', 'data:text/html,x', '/people']
    const html = print({
      contents: false,
      sections: portrait(...hrefs.map((href) => paragraph([{ text: `To ${href}`, href }]))),
    })
    expect(elements(html, 'a').map(({ attributes }) => attributes['href'])).toEqual([
      'https://example.org/?a=1&b=2',
    ])
    expect(elements(html, 'p').map(({ words }) => words)).toEqual(
      expect.arrayContaining(['To javascript:alert(1)']),
    )
  })

  test('turns what runs from right to left', () => {
    const html = print({ sections: portrait(paragraph('عربي'), paragraph('English'), bullets(['עברית'])) })
    const turned = elementsOf(html).filter(({ attributes }) => attributes['dir'] === 'rtl')
    expect(turned.map(({ inside }) => wordsOf(inside))).toEqual(['عربي', 'עברית'])
  })

  test('prints on the sheets that its sections want', () => {
    const html = print()
    const order = Array.from(
      html.matchAll(/paper__(?:cover|section)--(portrait|landscape|sheet)/g),
      ([found]) => found,
    )
    expect(order).toEqual([
      'paper__cover--portrait',
      'paper__cover--sheet',
      'paper__section--portrait',
      'paper__section--landscape',
      'paper__section--portrait',
    ])
    const landscape: PaperSection[] = [{ orientation: 'landscape', blocks: [testTable([])] }]
    expect(print({ cover: null, contents: false, sections: landscape })).toContain('paper__cover--landscape')
  })

  test('whatever people type is on the page, whole, and only as words', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x>',
        '{{name}}',
        '&amp;',
        "O'Brien",
        '</p>',
        '\n',
      ),
    )
    const squeezed = (text: string) => text.replace(/\s+/gu, '')
    const escaped = (text: string) =>
      text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#x27;')
        .replaceAll('`', '&#x60;')
        .replaceAll('=', '&#x3D;')
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 7, maxLength: 7 }), async (texts) => {
        const [a, b, c, d, e, f, g] = texts as [string, string, string, string, string, string, string]
        const html = print({
          cover: { above: a, title: 'Plan', lines: [b], facts: [{ term: 'Of', text: c }] },
          contents: false,
          footer: [d],
          sections: portrait(heading(2, 'Part'), paragraph(e), bullets([f]), testTable([testRow('1', g)])),
        })
        for (const text of texts)
          expect(squeezed(html).replaceAll('<br>', '')).toContain(squeezed(escaped(text)))
        expect((await problemsOf(html)).filter((problem) => !problem.startsWith('empty-'))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
