import { BorderStyle, LineRuleType, ShadingType } from 'docx'
import type { IParagraphStyleOptions, IStylesOptions } from 'docx'
import { RAGS } from '../../shared/rag.ts'
import type { Rag } from '../../shared/rag.ts'
import type { Brand } from '../paper.ts'
import { RAG_LOOKS } from '../rag-look.ts'

/** Shapes that Arial has, and that differ without colour. */
export const RAG_SIGNS: Record<Rag, string> = {
  not_started: '○',
  red: '×',
  amber: '▲',
  green: '●',
  blue: '■',
}

/** Returns the id of the character style of a RAG. */
export function ragStyle(rag: Rag): string {
  return `RAG${rag.replace('_', '')}`
}

const GREY = '505A5F'
const NORMAL = { basedOn: 'Normal', quickFormat: true }
const ARIAL = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Arial' }

/**
 * Returns the styles of a Word file in the council's colour: an officer changes one, and all that has it follows.
 */
export function wordStyles(brand: Brand, hasCover: boolean): IStylesOptions {
  const colour = brand.colour.replace('#', '')
  const heading = (size: number, before: number, ofBrand: boolean) => ({
    run: { size, bold: true, font: ARIAL, color: ofBrand ? colour : '0B0C0C' },
    paragraph: { spacing: { before, after: 120 }, keepNext: true, keepLines: true },
  })
  return {
    default: {
      document: {
        run: {
          font: ARIAL,
          size: 22,
          language: { value: 'en-GB', eastAsia: 'en-GB', bidirectional: 'ar-SA' },
        },
        paragraph: { spacing: { after: 120, line: 264, lineRule: LineRuleType.AUTO } },
      },
      title: hasCover ? coverTitle(colour) : plainTitle(colour),
      heading1: heading(36, 360, true),
      heading2: heading(28, 300, true),
      heading3: heading(24, 240, false),
      heading4: heading(22, 200, false),
      caption: {
        run: { size: 22, bold: true, italics: false, color: '0B0C0C', font: ARIAL },
        paragraph: { spacing: { before: 200, after: 100 }, keepNext: true },
      },
      hyperlink: { run: { color: '1A65A6', underline: {} } },
    },
    paragraphStyles: [...bodyStyles(), ...tableStyles(), ...sheetStyles(colour, hasCover)],
    characterStyles: RAGS.map((rag) => {
      const { background, ink } = RAG_LOOKS[rag]
      const fill = background.replace('#', '')
      return {
        id: ragStyle(rag),
        name: `RAG ${rag.replace('_', ' ')}`,
        run: {
          bold: true,
          color: ink.replace('#', ''),
          shading: { type: ShadingType.CLEAR, color: 'auto', fill },
          border: { style: BorderStyle.SINGLE, size: 4, color: rag === 'not_started' ? '0B0C0C' : fill },
        },
      }
    }),
  }
}

function coverTitle(colour: string) {
  return {
    run: { size: 60, bold: true, color: 'FFFFFF', font: ARIAL },
    paragraph: {
      ...band(colour),
      spacing: { before: 0, after: 360, line: 264, lineRule: LineRuleType.AUTO },
    },
  }
}

function plainTitle(colour: string) {
  return {
    run: { size: 44, bold: true, color: colour, font: ARIAL },
    paragraph: { spacing: { before: 0, after: 240 }, keepNext: true },
  }
}

/** The council's colour behind a paragraph and round it; two such paragraphs make one band. */
function band(colour: string) {
  const edge = { style: BorderStyle.SINGLE, size: 8, color: colour, space: 12 }
  return {
    shading: { type: ShadingType.CLEAR, color: 'auto', fill: colour },
    border: { top: edge, bottom: edge, left: edge, right: edge },
    indent: { left: 240, right: 240 },
    keepNext: true,
  }
}

function bodyStyles(): IParagraphStyleOptions[] {
  const ink = { style: BorderStyle.SINGLE, size: 8, color: '0B0C0C', space: 6 }
  return [
    {
      ...NORMAL,
      id: 'NumberedParagraph',
      name: 'Numbered Paragraph',
      paragraph: { numbering: { reference: 'paragraphs', level: 0 } },
    },
    {
      ...NORMAL,
      id: 'ListBullet',
      name: 'List Bullet',
      paragraph: { numbering: { reference: 'bullets', level: 0 }, spacing: { after: 80 } },
    },
    { ...NORMAL, id: 'ListNumber', name: 'List Number', paragraph: { spacing: { after: 80 } } },
    { ...NORMAL, id: 'Lead', name: 'Lead', run: { size: 26 } },
    { ...NORMAL, id: 'Note', name: 'Note', run: { size: 18 } },
    {
      ...NORMAL,
      id: 'Caution',
      name: 'Caution',
      run: { bold: true },
      paragraph: {
        border: { top: ink, bottom: ink, right: ink, left: { ...ink, size: 48 } },
        indent: { left: 160, right: 160 },
        spacing: { before: 160, after: 200 },
      },
    },
  ]
}

function tableStyles(): IParagraphStyleOptions[] {
  const spacing = { before: 0, after: 60, line: 252, lineRule: LineRuleType.AUTO }
  return [
    { ...NORMAL, id: 'TableText', name: 'Table Text', run: { size: 18 }, paragraph: { spacing } },
    {
      ...NORMAL,
      id: 'TableHeading',
      name: 'Table Heading',
      run: { size: 18, bold: true, color: 'FFFFFF' },
      paragraph: { spacing, keepNext: true },
    },
    {
      id: 'TableBullet',
      name: 'Table Bullet',
      basedOn: 'TableText',
      paragraph: { numbering: { reference: 'table-bullets', level: 0 } },
    },
    { ...NORMAL, id: 'FactText', name: 'Fact Text', paragraph: { spacing } },
    { id: 'TableLead', name: 'Table Lead', basedOn: 'TableText', run: { bold: true } },
    { id: 'TableNote', name: 'Table Note', basedOn: 'TableText', run: { size: 16 } },
    // Word sets nothing between two tables; without a paragraph they would become one.
    {
      id: 'AfterTable',
      name: 'After Table',
      basedOn: 'Normal',
      run: { size: 8 },
      paragraph: { spacing: { before: 0, after: 60, line: 120, lineRule: LineRuleType.AUTO } },
    },
  ]
}

function sheetStyles(colour: string, hasCover: boolean): IParagraphStyleOptions[] {
  const rule = { style: BorderStyle.SINGLE, size: 8, color: colour, space: 4 }
  return [
    { ...NORMAL, id: 'CoverLine', name: 'Cover Line', run: { size: 28 } },
    {
      ...NORMAL,
      id: 'CoverAbove',
      name: 'Cover Above',
      run: { size: 28, ...(hasCover && { color: 'FFFFFF' }) },
      paragraph: hasCover ? { ...band(colour), spacing: { before: 600, after: 0 } } : {},
    },
    { ...NORMAL, id: 'Marking', name: 'Marking', run: { size: 24, bold: true } },
    {
      id: 'Header',
      name: 'header',
      basedOn: 'Normal',
      run: { size: 16, color: GREY },
      paragraph: { spacing: { after: 60 } },
    },
    {
      id: 'HeaderEnd',
      name: 'Header End',
      basedOn: 'Header',
      paragraph: { border: { bottom: rule }, spacing: { after: 160 } },
    },
    {
      id: 'Footer',
      name: 'footer',
      basedOn: 'Normal',
      run: { size: 16, color: GREY },
      paragraph: { spacing: { after: 0 } },
    },
    {
      id: 'TOCHeading',
      name: 'TOC Heading',
      basedOn: 'Normal',
      run: { size: 36, bold: true, color: colour },
      paragraph: { spacing: { before: 240, after: 240 }, keepNext: true },
    },
    {
      id: 'TOC1',
      name: 'toc 1',
      basedOn: 'Normal',
      run: { bold: true },
      paragraph: { spacing: { before: 100, after: 60 } },
    },
    {
      id: 'TOC2',
      name: 'toc 2',
      basedOn: 'Normal',
      paragraph: { indent: { left: 280 }, spacing: { after: 40 } },
    },
  ]
}

/**
 * Returns the styles that the library has no options for, as XML: the body's own, and those of tables. Facts have
 * a bold first column instead of a header row.
 */
export function wordStylesXml(brand: Brand): string {
  const colour = brand.colour.replace('#', '')
  const edge = (side: string): string => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="505A5F"/>`
  const part = (name: string, look: string): string => `<w:tblStylePr w:type="${name}">${look}</w:tblStylePr>`
  const table = (id: string, name: string, sides: string[], look: string): string =>
    `<w:style w:type="table" w:customStyle="1" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>${sides.map(edge).join('')}</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>${look}</w:style>`
  const header = part(
    'firstRow',
    `<w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="${colour}"/></w:tcPr>`,
  )
  const first = part('firstCol', '<w:rPr><w:b/><w:bCs/></w:rPr>')
  return [
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">',
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
    table('PaperTable', 'Paper Table', ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'], header),
    table('FactsTable', 'Facts Table', ['top', 'bottom', 'insideH'], first),
    '</w:styles>',
  ].join('')
}
