import { describe, expect, test } from '@jest/globals'
import { cell, heading, paragraph } from '../../server/paper/blocks.ts'
import type { Block, Paper, PaperRow } from '../../server/paper/paper.ts'
import { writePdf } from '../../server/paper/pdf/paper.pdf.ts'
import { testPaper, testRow, testTable } from '../support/builders/papers.ts'
import { nodesOf, readPdf, taggingProblems } from '../support/files/pdf-reader.ts'
import type { StructNode } from '../support/files/pdf-reader.ts'

describe('a paper as PDF', () => {
  test('has nothing that a screen reader would stumble over', async () => {
    expect(await taggingProblems(await writePdf(testPaper()))).toEqual([])
  })

  test('says its title and its language, and shows the title', async () => {
    const seen = await readPdf(await writePdf(testPaper({ title: 'Plan & “progress” <2026>' })))
    expect(seen.title).toBe('Plan & “progress” <2026>')
    expect(seen.lang).toBe('en-GB')
  })

  test('holds the fonts it uses, with what their letters say', async () => {
    const { fonts } = await readPdf(await writePdf(testPaper()))
    expect(fonts.length).toBeGreaterThan(2)
    expect(fonts.every(({ embedded, toUnicode }) => embedded && toUnicode)).toBe(true)
  })

  test('has headings, paragraphs, lists, tables and pictures for a screen reader', async () => {
    const { tree } = await readPdf(await writePdf(testPaper()))
    expect(textsOf(tree, 'H1')).toEqual([
      'Youth justice improvement plan 2026-27',
      'Contents',
      'Background',
      'The plan',
      'Contact',
    ])
    expect(textsOf(tree, 'H2')).toEqual(['Ratings', 'Movement'])
    expect(textsOf(tree, 'LBody').slice(0, 2)).toEqual([
      'Education places were late.',
      'Health checks were not recorded.',
    ])
    expect(textsOf(tree, 'Lbl')).toEqual(expect.arrayContaining(['•', '1.', '2.']))
    expect(textsOf(tree, 'P')).toEqual(
      expect.arrayContaining([
        'Draft',
        '2. The rating was Good. Read the report.',
        'These numbers are small.',
      ]),
    )
    expect(nodesOf(tree, 'Figure').map(({ alt }) => alt)).toEqual([
      'Northmoor Council’s logo',
      'In March 2 recommendations were amber and 1 red; in June 1 was amber.',
    ])
    expect(textsOf(tree, 'Caption')).toContain('Recommendations and progress')
  })

  test('has the cells of a table with their headers and spans', async () => {
    const { tree } = await readPdf(await writePdf(testPaper()))
    const rows = nodesOf(nodesOf(tree, 'Table').slice(-1), 'TR')
    expect(rows.map((row) => row.children.map(({ role, scope, text }) => [role, scope, text]))).toEqual([
      [
        ['TH', 'Column', 'Number'],
        ['TH', 'Column', 'Recommendation'],
        ['TH', 'Column', 'Board champion'],
        ['TH', 'Column', 'Progress'],
      ],
      [
        ['TH', 'Row', '1'],
        ['TD', undefined, 'Give every child an education place within ten days.'],
        ['TD', undefined, '• Bronwen Rees, police • TBC'],
        ['TD', undefined, 'Amber , was Red 3 of 5 actions complete.'],
      ],
      [
        ['TH', 'Row', '1.1'],
        ['TD', undefined, 'Agree a protocol with the four schools, and report on it each quarter.'],
        ['TD', undefined, 'Green'],
      ],
      [
        ['TH', 'Row', '2'],
        ['TD', undefined, 'يحتاج كل طفل إلى مكان'],
        ['TD', undefined, '• Bronwen Rees, police • TBC'],
        ['TD', undefined, 'Red , was Red 3 of 5 actions complete.'],
      ],
    ])
    expect(rows[2]?.children.map(({ colSpan }) => colSpan)).toEqual([undefined, 2, undefined])
  })

  test('runs the marking, the foot and the page on every page, and the header on all but the cover', async () => {
    const { pages } = await readPdf(await writePdf(testPaper()))
    expect(pages).toHaveLength(6)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Draft')
      expect(page).toContain('As agreed on 7 March 2026')
      expect(page).toContain('Checksum 1f3a')
      expect(page).toContain(`Page ${index + 1} of 6`)
      expect(page.includes('Improvement plan 2026-27')).toBe(index > 0)
    }
  })

  test('lays the table across, and the rest upright', async () => {
    const { sizes } = await readPdf(await writePdf(testPaper()))
    expect(sizes.map(({ width, height }) => width > height)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ])
  })

  test('links to the address that was given, and to no script', async () => {
    const { links } = await readPdf(
      await writePdf(
        paperOf([
          paragraph([
            { text: 'here', href: 'https://example.org/a%2Fb?c=d é' },
            { text: 'there', href: 'javascript:alert(1)' },
          ]),
        ]),
      ),
    )
    expect(links.map(({ to }) => to)).toEqual(['https://example.org/a%2Fb?c=d%20%C3%A9'])
  })

  test('gives the same bytes for the same paper, and others for another', async () => {
    const [one, same] = [await writePdf(testPaper()), await writePdf(testPaper())]
    expect(one.equals(same)).toBe(true)
    const other = await writePdf(testPaper({ footer: ['As agreed on 8 March 2026'] }))
    expect(fileId(other)).not.toBe(fileId(one))
  })

  test('says how far it has come, and at last that it is done', async () => {
    const said: number[] = []
    await writePdf(testPaper(), (percent) => said.push(percent))
    expect(said.at(-1)).toBe(100)
    expect(said.length).toBeGreaterThan(10)
    expect(said).toEqual([...said].sort((one, other) => one - other))
  })

  test('has no levels of headings left out, and none without words', async () => {
    const bytes = await writePdf(paperOf([heading(3, 'Third'), heading(1, ' '), heading(4, 'Fourth')]))
    const { tree, outline } = await readPdf(bytes)
    expect(await taggingProblems(bytes)).toEqual([])
    expect(textsOf(tree, 'H1')).toEqual(['Third'])
    expect(outline).toEqual([
      { title: 'Third', level: 1 },
      { title: 'Fourth', level: 2 },
    ])
  })
})

describe('the contents of a PDF', () => {
  test('give the page on which each heading stands, and link to it', async () => {
    const seen = await readPdf(await writePdf(longPaper()))
    const entries = textsOf(seen.tree, 'TOCI')
    expect(entries).toHaveLength(60)
    const places = new Map(seen.places.map(({ name, page }) => [name, page]))
    for (const [index, entry] of entries.entries()) {
      const page = Number(/ (\d+)$/.exec(entry)?.[1])
      expect(seen.pages[page - 1]).toContain(`Part ${index + 1} of the paper`)
      expect(places.get(seen.links[index]?.to ?? '')).toBe(page)
    }
  })

  test('take as many pages as they need', async () => {
    const { pages } = await readPdf(await writePdf(longPaper()))
    expect(pages[0]).toContain('Contents')
    expect(pages[1]).toContain('Part 60 of the paper')
    expect(pages[2]).toContain('Words of part 1.')
  })

  test('are bookmarks too, nested as the headings are', async () => {
    const { outline } = await readPdf(await writePdf(testPaper()))
    expect(outline).toEqual([
      { title: 'Background', level: 1 },
      { title: 'Ratings', level: 2 },
      { title: 'Movement', level: 2 },
      { title: 'The plan', level: 1 },
      { title: 'Contact', level: 1 },
    ])
  })
})

describe('a table over many pages of a PDF', () => {
  test('repeats its header row on each, and says it once to a screen reader', async () => {
    const rows = numbers(1, 40).map((number) => testRow(String(number), `Recommendation ${number}.`))
    const { pages, tree } = await readPdf(await writePdf(paperOf([testTable(rows)])))
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) expect(page).toContain('Board champion')
    expect(textsOf(tree, 'TH').filter((text) => text === 'Board champion')).toHaveLength(1)
    expect(nodesOf(tree, 'TR')).toHaveLength(41)
  })

  test('says on each further page which row goes on, and is one row to a screen reader', async () => {
    const words = numbers(1, 2500).map((number) => `word${number}`)
    const rows = [testRow('6', 'Short.'), testRow('7', words.join(' ')), testRow('8', 'Short too.')]
    const seen = await readPdf(await writePdf(paperOf([testTable(rows)])))
    expect(seen.pages.length).toBeGreaterThan(3)
    expect(seen.pages.map((page) => /(\d+)\s+continued/.exec(page)?.[1])).toEqual([
      undefined,
      ...seen.pages.slice(1).map(() => '7'),
    ])
    const long = nodesOf(seen.tree, 'TR').find(({ children }) => children[0]?.text === '7')
    expect(long?.children[1]?.text).toBe(words.join(' '))
  })

  test('leaves no line of a paragraph alone at the foot or the top of a page', async () => {
    for (const count of [300, 310, 320, 330, 340, 350]) {
      const words = numbers(1, count).map((number) => `word${number}`)
      const cells = [paragraph(words.join(' ')), paragraph(words.join(' '))]
      const row: PaperRow = { label: '7', cells: [cell('7'), cell(cells)] }
      const table = {
        ...testTable([row]),
        columns: [
          { heading: 'A', width: 1 },
          { heading: 'B', width: 1 },
        ],
      }
      const { pages } = await readPdf(await writePdf(paperOf([table])))
      for (const page of pages) {
        const lines = page.split('\n').filter((line) => line.startsWith('word'))
        expect(lines.length).not.toBe(1)
      }
    }
  })

  test('keeps a row whole that would fit on the next page', async () => {
    const rows = numbers(1, 30).map((number) => testRow(String(number), 'A text of some lines. '.repeat(14)))
    const { pages } = await readPdf(await writePdf(paperOf([testTable(rows)])))
    expect(pages.length).toBeGreaterThan(3)
    expect(pages.join('\n')).not.toContain('continued')
  })

  test('says to which row the rows beneath belong where a page begins with one of them', async () => {
    const beneath = numbers(1, 60).map((number): PaperRow => ({
      ...testRow(`4.${number}`, `Action ${number}.`),
      beneath: true,
    }))
    const { pages, tree } = await readPdf(
      await writePdf(paperOf([testTable([testRow('4', 'One.'), ...beneath])])),
    )
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages.slice(1)) expect(page).toMatch(/^.*\b4 continued$/m)
    expect(textsOf(tree, 'TH')).not.toContain('4 continued')
  })

  test('prints its header row where it has no rows', async () => {
    const bytes = await writePdf(paperOf([testTable([])]))
    const { pages, tree } = await readPdf(bytes)
    expect(pages[0]).toContain('Board champion')
    expect(nodesOf(tree, 'TR')).toHaveLength(1)
    expect(await taggingProblems(bytes)).toEqual([])
  })

  test('stands with its caption and its header, and a heading with what follows it', async () => {
    for (const lines of numbers(20, 36)) {
      const filler = paragraph(
        numbers(1, lines)
          .map((line) => `Line ${line}.`)
          .join('\n'),
      )
      const { pages } = await readPdf(
        await writePdf(
          paperOf([filler, heading(2, 'The table'), testTable([testRow('1', 'Its first row.')])]),
        ),
      )
      const page = pages.find((one) => one.includes('The table'))
      expect(page).toContain('Recommendations and progress')
      expect(page).toContain('Its first row.')
    }
  })
})

describe('the check of the tags', () => {
  // Each change keeps the length of the file, so that everything else in it stays where it is.
  const faults: [string, string, string, string][] = [
    ['a language', '/Lang (en-GB)', '/Lxng (en-GB)', 'The document has no language'],
    ['the scope of a header', '/Scope /Column', '/Scxpe /Column', 'The header "Number" has no scope'],
    ['the words of a picture', '/Alt (In March', '/Axt (In March', 'A figure has no words'],
    ['a level of headings', '/S /H1\n', '/S /H4\n', 'A level is left out before'],
    ['header cells', '/S /TH\n', '/S /TD\n', 'A table has no header cells'],
    ['the title on show', '/DisplayDocTitle true', '/DisplayDocTitlx true', 'The title is not shown'],
    ['the order of the tab key', '/Tabs /S', '/Txbs /S', 'has no order for the tab key'],
    ['the body of an item', '/S /LBody', '/S /LBxdy', 'An item of a list has no body'],
    ['the span of a cell', '/ColSpan 2', '/ColSpxn 2', 'Rows of one table have 4 and 3 columns'],
  ]
  for (const [what, from, to, problem] of faults) {
    test(`misses ${what}`, async () => {
      const file = (await writePdf(testPaper())).toString('latin1')
      expect(file).toContain(from)
      const problems = await taggingProblems(Buffer.from(file.replaceAll(from, to), 'latin1'))
      expect(problems.join('\n')).toContain(problem)
    })
  }
})

function textsOf(tree: StructNode[], role: string): string[] {
  return nodesOf(tree, role).map(({ text }) => text)
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

function paperOf(blocks: Block[]): Paper {
  return testPaper({
    marking: null,
    cover: null,
    contents: false,
    sections: [{ orientation: 'landscape', blocks }],
  })
}

/** A paper of sixty parts, each with words that take some of a page. */
function longPaper(): Paper {
  const blocks = numbers(1, 60).flatMap((part): Block[] => [
    heading(part % 2 === 1 ? 1 : 2, `Part ${part} of the paper`),
    paragraph(`Words of part ${part}. `.repeat((part % 7) * 10)),
  ])
  return testPaper({ cover: null, sections: [{ orientation: 'portrait', blocks }] })
}

function fileId(bytes: Buffer): string | undefined {
  return /\/ID \[<([0-9a-f]{32})>/.exec(bytes.toString('latin1'))?.[1]
}
