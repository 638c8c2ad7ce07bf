import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bullets, cell, heading, paragraph } from '../../server/paper/blocks.ts'
import { writeDocx } from '../../server/paper/docx/paper.docx.ts'
import type { Block, Paper, PaperSection } from '../../server/paper/paper.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { type DocxRead, readDocx } from '../support/files/docx-reader.ts'
import { testPaper, testRow, testTable } from '../support/builders/papers.ts'

const read = async (changes?: Partial<Paper>) => readDocx(await writeDocx(testPaper(changes)))
const portrait = (...blocks: Block[]): PaperSection[] => [{ orientation: 'portrait', blocks }]

/** The numbers that Word prints before the paragraphs of the style "Numbered Paragraph". */
function printedNumbers({ paragraphs, parts }: DocxRead): string[] {
  const numbering = parts.get('word/numbering.xml') ?? ''
  const counts = new Map<string, number>()
  return paragraphs
    .filter(({ style }) => style === 'NumberedParagraph')
    .map(({ list }) => {
      const num = new RegExp(`<w:num w:numId="${list!.id}".*?</w:num>`, 's').exec(numbering)![0]
      const abstractId = /<w:abstractNumId w:val="(\d+)"/.exec(num)![1]!
      const abstract = new RegExp(`<w:abstractNum w:abstractNumId="${abstractId}".*?</w:abstractNum>`, 's')
      const start = /<w:start w:val="(\d+)"/.exec(abstract.exec(numbering)![0])![1]
      const next = counts.get(list!.id) ?? Number(/<w:startOverride w:val="(\d+)"/.exec(num)?.[1] ?? start)
      counts.set(list!.id, next + 1)
      return String(next)
    })
}

describe('a paper in Word', () => {
  let whole: DocxRead
  beforeAll(async () => {
    whole = await read()
  })

  test('has headings of Word’s own styles, a title, and lists that are lists', () => {
    const { headings, paragraphs, html, parts } = whole
    expect(headings).toEqual([
      { level: 1, text: 'Background' },
      { level: 2, text: 'Ratings' },
      { level: 2, text: 'Movement' },
      { level: 1, text: 'The plan' },
      { level: 1, text: 'Contact' },
    ])
    expect(paragraphs.filter(({ style }) => style === 'Title').map(({ text }) => text)).toEqual([
      'Youth justice improvement plan 2026-27',
    ])
    const styles = parts.get('word/styles.xml') ?? ''
    const defined = Array.from(styles.matchAll(/w:styleId="([^"]*)"/g), ([, id]) => id)
    expect(new Set(defined).size).toBe(defined.length)
    for (const { style, text } of paragraphs)
      if (style !== '') expect([text, defined]).toEqual([text, expect.arrayContaining([style])])
    expect(html).toContain(
      '<ul><li>Education places were late.</li><li>Health checks were not recorded.</li></ul>',
    )
    expect(html).toContain('<ol><li>First</li><li>Second</li></ol>')
    expect(html).toContain('The board met twice<br />and agreed the plan.')
  })

  test('says in its properties whose it is, what it is, when it was made, and its language', () => {
    const { parts } = whole
    const core = parts.get('docProps/core.xml') ?? ''
    expect(core).toContain('<dc:title>Youth justice improvement plan 2026-27</dc:title>')
    expect(core).toContain('<dc:creator>Northmoor Council</dc:creator>')
    expect(core).toContain('<cp:lastModifiedBy>Northmoor Council</cp:lastModifiedBy>')
    expect(core).toContain('W3CDTF">2026-11-22T00:00:00.000Z</dcterms:created>')
    expect(parts.get('word/styles.xml')).toContain('<w:lang w:val="en-GB"')
    expect([...parts.values()].join('')).not.toContain('Un-named')
  })

  test('repeats the header row of a table on each page, and names what its first column is', () => {
    const { tables, parts } = whole
    const plan = tables.at(-1)!
    expect(plan).toMatchObject({
      style: 'PaperTable',
      isFixed: true,
      headerRepeats: true,
      hasRowHeaders: true,
    })
    expect(plan.rows.map(({ cells }) => cells[0])).toEqual(['Number', '1', '1.1', '2'])
    expect(plan.rows[1]!.cells[2]).toBe('Bronwen Rees, police\nTBC')
    expect(plan.rows[2]!.cells).toHaveLength(3)
    // Facts have no header row.
    expect(tables[0]).toMatchObject({ style: 'FactsTable', headerRepeats: false, hasRowHeaders: true })
    for (const table of (parts.get('word/document.xml') ?? '').match(/<w:tbl>.*?<\/w:tbl>/gs)!) {
      const widths = Array.from(table.matchAll(/<w:gridCol w:w="(\d+)"/g), ([, width]) => Number(width))
      const full = Number(/<w:tblW w:type="dxa" w:w="(\d+)"/.exec(table)![1])
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(full)
      expect([9638, 15138].some((page) => full <= page && full > page - widths.length)).toBe(true)
    }
  })

  test('lets a long row go on over a page, and keeps a short one whole', async () => {
    const { tables } = await read({
      sections: portrait(testTable([testRow('1', 'Short'), testRow('2', 'A long text. '.repeat(400))])),
    })
    expect(tables.at(-1)!.rows.map(({ mayBreak }) => mayBreak)).toEqual([false, false, true])
  })

  test('turns the sheet for the table, each section with its own header and foot', () => {
    const { sections, parts } = whole
    expect(sections.map(({ orientation }) => orientation)).toEqual([
      'portrait',
      'portrait',
      'landscape',
      'portrait',
    ])
    for (const { header, footer } of sections) {
      expect(header).toBe('DraftNorthmoor Youth Justice Partnership Board\tImprovement plan 2026-27')
      expect(footer).toMatch(/^As agreed on 7 March 2026\tPage PAGE of NUMPAGES\d*Checksum 1f3a$/)
    }
    expect(sections.map(({ hasTitlePage }) => hasTitlePage)).toEqual([true, false, false, false])
    const heads = [...parts].filter(([name]) => /word\/header\d+\.xml/.test(name)).map(([, xml]) => xml)
    expect(heads.filter((xml) => xml.includes('Draft') && !xml.includes('Improvement plan'))).toHaveLength(1)
  })

  test('numbers its paragraphs through, over headings and lists, as the paper does', () => {
    const document = whole
    expect(printedNumbers(document)).toEqual(['1', '2', '3'])
    const lists = document.paragraphs.filter(({ style }) => style === 'NumberedParagraph')
    expect(new Set(lists.map(({ list }) => list?.id)).size).toBe(1)
  })

  test('begins a count of its own where the paper’s numbers leave out some or begin again', async () => {
    const numbers = [1, 2, 5, 6, 1, 2, 5]
    const blocks = numbers.map((number) => ({ ...paragraph(`Paragraph ${number}`), number }))
    expect(printedNumbers(await read({ sections: portrait(...blocks) }))).toEqual(numbers.map(String))
  })

  test('begins each ordered list with 1', async () => {
    const list = { kind: 'list' as const, ordered: true, items: [[{ text: 'One' }], [{ text: 'Two' }]] }
    const { paragraphs } = await read({ sections: portrait(list, paragraph('Between'), list) })
    const ids = paragraphs.filter(({ style }) => style === 'ListNumber').map(({ list: one }) => one?.id)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).toBe(ids[3])
    expect(ids[0]).not.toBe(ids[2])
  })

  test('has contents that lead to its headings, with their pages', () => {
    const { html, bookmarks } = whole
    const entries = Array.from(html.matchAll(/<a href="#([^"]*)">([^<]*)<\/a>/g), ([, id, text]) => ({
      id,
      text,
    }))
    expect(entries.map(({ text }) => text)).toEqual([
      'Background\t3',
      'Ratings\t3',
      'Movement\t4',
      'The plan\t5',
      'Contact\t6',
    ])
    expect(bookmarks).toEqual(expect.arrayContaining(entries.map(({ id }) => id)))
  })

  test('leaves the pages of long contents to Word', async () => {
    const long = paragraph('What somebody typed at length. '.repeat(20_000))
    const { html, parts } = await read({ sections: portrait(heading(1, 'Background'), long) })
    expect(html).toContain('>Background\t</a>')
    expect(parts.get('word/document.xml')).toContain('w:dirty="true"')
  })

  test('has no contents without headings, nor where the paper wants none', async () => {
    for (const changes of [{ contents: false }, { sections: portrait(paragraph('Only this.')) }]) {
      expect((await read(changes)).paragraphs.some(({ style }) => style === 'TOCHeading')).toBe(false)
    }
  })

  test('begins without a cover with whose it is and its title', async () => {
    const { paragraphs, sections, pictures } = await read({
      cover: null,
      contents: false,
      marking: null,
      sections: portrait(paragraph('Minutes of 7 March 2026', 'title'), paragraph('Present: nobody.')),
    })
    expect(paragraphs.map(({ text }) => text).filter((text) => text !== '')).toEqual([
      'Northmoor Council',
      'Minutes of 7 March 2026',
      'Present: nobody.',
    ])
    expect(paragraphs.filter(({ style }) => style === 'Title')).toHaveLength(1)
    expect(pictures).toEqual(['Northmoor Council’s logo'])
    expect(sections).toEqual([expect.objectContaining({ orientation: 'portrait', hasTitlePage: false })])
  })

  test('shows a RAG as its word, a shape of its own and its colour', () => {
    const { tables, parts } = whole
    const key = tables.find(({ rows }) => rows[0]?.cells[0] === 'RAG')!
    const printed = key.rows.slice(1).map(({ cells }) => cells[0]!.replaceAll('\u00a0', ' ').trim())
    expect(printed).toEqual(['○ Not started', '× Red', '▲ Amber', '● Green', '■ Blue'])
    expect(key.rows.slice(1).map(({ cells }) => cells[1])).toEqual(
      DEFAULT_RAG_WORDS.map(({ meaning }) => meaning),
    )
    expect(parts.get('word/styles.xml')).toMatch(/w:styleId="RAGred".*?<w:shd w:fill="b52a2a"/s)
    expect(parts.get('word/document.xml')).toContain('<w:rStyle w:val="RAGred"/>')
  })

  test('draws a chart as a picture with words that say the same, and its table beneath', () => {
    const { pictures, tables, html } = whole
    expect(pictures).toEqual([
      'Northmoor Council’s logo',
      'In March 2 recommendations were amber and 1 red; in June 1 was amber.',
    ])
    const png = Buffer.from(
      /base64,([^"]*)"(?=[^>]*\/>.*?The same in numbers)/.exec(html.slice(html.indexOf('RAG after')))![1]!,
      'base64',
    )
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([900, 360])
    expect(tables.find(({ rows }) => rows[0]?.cells[0] === 'Meeting')!.rows[1]!.cells).toEqual([
      '7 March 2026',
      '2',
      '1',
    ])
  })

  test('begins a new page where the paper does', async () => {
    const table = { ...testTable([testRow('1', 'Text')]), captionHidden: true }
    const { parts } = await read({
      sections: portrait(
        paragraph('First'),
        { kind: 'page-break' },
        heading(1, 'Second'),
        { kind: 'page-break' },
        table,
      ),
    })
    const [, body = ''] = (parts.get('word/document.xml') ?? '').split('First</w:t>')
    expect(body).toMatch(/<w:pStyle w:val="Heading1"\/><w:pageBreakBefore\/>/)
    expect(body).toMatch(/<w:pageBreakBefore\/><\/w:pPr><\/w:p><w:tbl>/)
  })

  test('links to web addresses and to nothing else', async () => {
    const hrefs = [
      'https://example.org/a b?c=1&d="2"',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://[',
      'ftp://x',
    ]
    const { links, text } = await read({
      sections: portrait(...hrefs.map((href) => paragraph([{ text: `To ${href}`, href }]))),
    })
    expect(links).toEqual(['https://example.org/a%20b?c=1&d=%222%22'])
    for (const href of hrefs) expect(text).toContain(`To ${href}`)
  })
})

describe('hard words in Word', () => {
  test('marks what runs from right to left, and leaves the rest as it is', async () => {
    const { paragraphs, parts } = await read({
      sections: portrait(
        paragraph('يجب أن يحصل كل طفل على مكان (2026) في المدرسة.'),
        paragraph('The word שלום stands in an English sentence.'),
        bullets(['עברית']),
      ),
    })
    expect(paragraphs.slice(-3).map(({ isRightToLeft }) => isRightToLeft)).toEqual([true, false, true])
    expect(parts.get('word/document.xml')).toMatch(/<w:rPr><w:rtl\/><\/w:rPr><w:t[^>]*>שלום/)
  })

  test('keeps 100,000 letters, emoji, a long name and an empty table', async () => {
    const long = 'What somebody typed, O’Brien’s words. '.repeat(2700)
    const name = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxx'
    const { text, tables } = await read({
      contents: false,
      sections: portrait(paragraph(long), paragraph(`👩🏽‍⚖️ ${name} 🏴󠁧󠁢󠁷󠁬󠁳󠁿`), testTable([]), {
        kind: 'table',
        caption: 'C',
        columns: [{ heading: '', width: 1 }],
        rows: [{ label: '', cells: [cell([])] }],
      }),
    })
    expect(text).toContain(long)
    expect(text).toContain(`👩🏽‍⚖️ ${name} 🏴󠁧󠁢󠁷󠁬󠁳󠁿`)
    expect(tables.at(-2)!.rows[1]!.cells).toEqual(['None'])
  })

  test('whatever people type is in the file, whole, but for what no XML can hold', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 60 })
    const hostile = fc.oneof(
      words,
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        '</w:t>',
        '&#0;',
        '<!--',
        ']]>',
        '\ud800',
        '\u0000\u0007',
        '\ufffe',
        '\r\n\t',
        '%1.',
        '{{x}}',
      ),
    )
    const squeezed = (text: string) => text.replace(/[\s\u0085\u180e]+/gu, '')
    // What XML allows (its recommendation, section 2.2), without the control characters it discourages.
    const holdable = (text: string) => text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, '')
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 9, maxLength: 9 }), async (texts) => {
        const [a, b, c, d, e, f, g, h, i] = texts as [
          string,
          string,
          string,
          string,
          string,
          string,
          string,
          string,
          string,
        ]
        const paper = testPaper({
          title: a,
          contents: false,
          cover: { above: b, title: a, lines: [c], facts: [{ term: d, text: e }] },
          brand: { councilName: f, boardName: b, colour: '#0b4144', logo: null },
          sections: portrait(heading(2, g), paragraph(h), bullets([i]), testTable([testRow(a, b)]), {
            ...testTable([testRow(c, d, 'red', e)]),
            caption: f,
          }),
        })
        const bytes = await writeDocx(paper)
        const document = await readDocx(bytes)
        const found = squeezed(document.paragraphs.map(({ text }) => text).join(''))
        const byMammoth = squeezed(document.text)
        for (const text of texts) {
          expect(found).toContain(squeezed(holdable(text)))
          expect(byMammoth).toContain(squeezed(holdable(text)))
        }
        for (const part of document.parts.values()) {
          if (part.startsWith('<?xml')) expect(part).not.toMatch(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u)
        }
      }),
      { numRuns: 12 },
    )
  })
})
