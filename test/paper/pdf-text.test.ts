import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { cell, heading, paragraph } from '../../server/paper/blocks.ts'
import type { Block, Paper } from '../../server/paper/paper.ts'
import { writePdf } from '../../server/paper/pdf/paper.pdf.ts'
import { testPaper, testTable } from '../support/builders/papers.ts'
import { nodesOf, readPdf, taggingProblems } from '../support/files/pdf-reader.ts'

// Reading a hundred pages back takes its time where other work is done at the same moment.
jest.setTimeout(120_000)

describe('what people wrote, in a PDF', () => {
  const texts: [string, string][] = [
    ['a name with an apostrophe', "Siobhán O’Brien and Sean O'Neill"],
    ['Welsh letters', 'Sŵn y gŵyr, tŷ, ẁ ẃ ŷ Ŵ'],
    ['a word of sixty letters', 'w'.repeat(60)],
    ['other writing systems', 'Ελληνικά, кириллица, Nguyễn Văn Đạt, Łódź, İstanbul, ﬁne'],
    ['letters that no font has', '漢字 and हिन्दी and ਪੰਜਾਬੀ'],
    ['emoji', 'Well done 😀 👍🏽 👨‍👩‍👧 1️⃣ ❤️'],
    ['letters with accents that no font has together', 'x̌ q̃ m̋ ž̧'],
    ['lines of their own', 'one\ntwo\r\nthree\u2028four'],
    ['spaces of many kinds', 'a\tb\u00a0c\u2003d  e'],
    ['marks of every kind', '“quotes” – dashes — … • § £ € ½ ² © ™ <b>&amp;</b> \\( ) %'],
  ]
  for (const [what, text] of texts) {
    test(`keeps ${what}`, async () => {
      const bytes = await writePdf(paperOf([paragraph(text)]))
      expect(await saidIn(bytes)).toBe(lettersOf(text))
      expect(await taggingProblems(bytes)).toEqual([])
    })
  }

  test('keeps Hebrew and Arabic in the order in which they are read', async () => {
    const { tree } = await readPdf(
      await writePdf(paperOf([paragraph('שלום עולם'), paragraph('مرحبا بالعالم')])),
    )
    expect(nodesOf(tree, 'P').map(({ text }) => text)).toEqual(['שלום עולם', 'مرحبا بالعالم'])
  })

  test('leaves out what is no letter', async () => {
    const bytes = await writePdf(paperOf([paragraph('a\u0000b\u0007c\u200bd\u202ee\u2066f\u{e0001}g')]))
    expect(await saidIn(bytes)).toBe('abcdefg')
  })

  test('puts the mark of an unknown letter for half of a character', async () => {
    expect(await saidIn(await writePdf(paperOf([paragraph('a\ud800b\udc00c')])))).toBe('a\ufffdb\ufffdc')
  })

  test('keeps any text whole', async () => {
    // From right to left the order is the reader's own to find: there the letters are compared without it.
    const turns =
      /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u200f\u202a-\u202e\u2066-\u2069]/u
    const letters = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({
        unit: fc.constantFrom('word ', 'ب', ' ', '\n', 'ש', '(', '1', '-', 'fi', '😀', 'é', 'W'),
        maxLength: 200,
      }),
    )
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const said = await saidIn(await writePdf(paperOf([paragraph(text)])))
        const order = turns.test(text)
          ? (one: string) => Array.from(one).sort().join('')
          : (one: string) => one
        expect(order(said)).toBe(order(lettersOf(text)))
      }),
      { numRuns: 60 },
    )
  })

  test('breaks a text of 100,000 letters over as many pages as it takes', async () => {
    const text = Array.from({ length: 14_300 }, (_, index) => `w${index}`).join(' ')
    const bytes = await writePdf(paperOf([paragraph(text)]))
    const { pages } = await readPdf(bytes)
    expect(pages.length).toBeGreaterThan(10)
    expect(await saidIn(bytes)).toBe(lettersOf(text))
  })

  test('breaks it in a cell too', async () => {
    const text = Array.from({ length: 8000 }, (_, index) => `w${index}`).join(' ')
    const row = { label: '1', cells: [cell('1'), cell(text), cell(text), cell('')] }
    const { tree } = await readPdf(await writePdf(paperOf([testTable([row])])))
    const cells = nodesOf(tree, 'TD').map((node) => node.text)
    expect(cells).toEqual([text, text, ''])
  })

  test('breaks a word that is longer than the page is wide', async () => {
    const word = 'abcdefghij'.repeat(2000)
    expect(await saidIn(await writePdf(paperOf([paragraph(word)])))).toBe(word)
  })
})

describe('odd papers, as PDF', () => {
  const long = 'Long '.repeat(3000)
  const papers: [string, Paper][] = [
    ['without sections', testPaper({ cover: null, contents: false, sections: [] })],
    ['without blocks', paperOf([])],
    ['of empty blocks', paperOf([paragraph(''), paragraph([]), { kind: 'facts', rows: [] }])],
    ['of page breaks', paperOf([{ kind: 'page-break' }, { kind: 'page-break' }])],
    ['of a contents without headings', testPaper({ sections: [] })],
    ['of a rating in many words', paperOf([paragraph([{ rag: 'red', word: 'Very red '.repeat(40) }])])],
    [
      'of forty columns',
      paperOf([
        {
          ...testTable([{ label: '1', cells: Array.from({ length: 40 }, () => cell('Words in it')) }]),
          columns: Array.from({ length: 40 }, () => ({ heading: 'Heading', width: 1 })),
        },
      ]),
    ],
    [
      'of very long everything',
      testPaper({
        title: long,
        header: { left: long, right: long },
        footer: [long, long],
        marking: long,
        cover: { above: long, title: long, lines: [long], facts: [{ term: long, text: long }] },
        sections: [{ orientation: 'portrait', blocks: [heading(1, long), paragraph('After it.')] }],
      }),
    ],
    ['of a row with a long label', paperOf([longLabel()])],
  ]
  for (const [what, paper] of papers) {
    test(`${what} are whole documents`, async () => {
      expect(await taggingProblems(await writePdf(paper))).toEqual([])
    })
  }
})

function longLabel(): Block {
  const label = 'Label '.repeat(500)
  return testTable([{ label, cells: [cell(label), cell('Words '.repeat(4000)), cell(''), cell('')] }])
}

function paperOf(blocks: Block[]): Paper {
  const sections: Paper['sections'] = [{ orientation: 'landscape', blocks }]
  return testPaper({ marking: null, cover: null, contents: false, sections })
}

/** What the paragraphs of a PDF say, without spaces: a line may end anywhere between two words. */
async function saidIn(bytes: Buffer): Promise<string> {
  const { tree } = await readPdf(bytes)
  return lettersOf(
    nodesOf(tree, 'P')
      .map(({ text }) => text)
      .join(''),
  )
}

/** What of a text can be seen, in the form in which readers of PDF give it back. */
function lettersOf(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\ufffc\ufffe\uffff]/g, '\ufffd')
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
}
