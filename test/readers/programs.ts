import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** What reads our files, by the Debian package that has it. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  qpdf: 'qpdf',
  pdfinfo: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  soffice: 'libreoffice-writer-nogui libreoffice-calc-nogui',
}

/** Gives the programs that this machine does not have. */
export function missingPrograms(): string[] {
  return Object.keys(PROGRAMS).filter((program) => spawnSync('which', [program]).status !== 0)
}

/** Gives what qpdf finds wrong with a PDF: '' for nothing. */
export function qpdfComplaints(file: string): string {
  const { status, stdout, stderr } = run('qpdf', ['--check', file])
  return status === 0 && !stderr.includes('WARNING') ? '' : `${stdout}${stderr}`
}

export interface PdfFacts {
  title: string
  tagged: boolean
  /** The size of each page in points, rounded: "595 x 842" is A4 upright. */
  pages: string[]
}

/** Gives what poppler says about a PDF. */
export function pdfFacts(file: string): PdfFacts {
  const text = output('pdfinfo', ['-f', '1', '-l', '9999', file])
  const fact = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
  return {
    title: fact('Title'),
    tagged: fact('Tagged') === 'yes',
    pages: [...text.matchAll(/^Page +\d+ size: +([\d.]+) x ([\d.]+)/gm)].map(
      ([, width, height]) => `${Math.round(Number(width))} x ${Math.round(Number(height))}`,
    ),
  }
}

/** Gives the fonts of a PDF that are not embedded, or do not say which letters they draw. */
export function fontsAmiss(file: string): string[] {
  const [, , ...lines] = output('pdffonts', [file]).trimEnd().split('\n')
  if (lines.length === 0) throw new Error(`${file} has no fonts`)
  return lines.filter((line) => !/ yes +(yes|no) +yes +\d+ +\d+$/.test(line))
}

/**
 * Gives the text of each page of a PDF, its lines joined with single spaces: in the order in which it is drawn, or
 * as poppler reads it, which puts Arabic in the order of its letters.
 */
export function pageTexts(file: string, order: 'drawn' | 'read' = 'drawn'): string[] {
  const options = [...(order === 'drawn' ? ['-raw'] : []), '-enc', 'UTF-8', file, '-']
  const pages = output('pdftotext', options).split('\f').slice(0, -1)
  return pages.map((page) => page.replace(/\s+/g, ' ').trim())
}

/** Gives the structure of a tagged PDF with its text, as poppler prints it. */
export function pdfStructure(file: string): string {
  return output('pdfinfo', ['-struct-text', file])
}

/** Gives how much of each page of a PDF is not white, once it is drawn: 0 to 1. */
export function inkOfPages(file: string): number[] {
  const folder = mkdtempSync(join(dirname(file), 'pages-'))
  output('pdftoppm', ['-r', '30', '-gray', file, join(folder, 'page')])
  return readdirSync(folder)
    .sort()
    .map((name) => inkOf(readFileSync(join(folder, name))))
}

/** A PGM is three numbers of text, each ended by white space, and then a byte for each dot. */
function inkOf(pgm: Buffer): number {
  const [head = ''] = /^P5\s+\d+\s+\d+\s+255\s/.exec(pgm.toString('latin1', 0, 50)) ?? []
  const dots = pgm.subarray(head.length)
  return dots.filter((grey) => grey < 200).length / dots.length
}

/** Has LibreOffice open a file and write it in another format; gives where that is. */
export function convert(file: string, format: 'pdf' | 'fods'): string {
  const folder = mkdtempSync(join(dirname(file), `${format}-`))
  // A profile of its own, so that it neither needs nor changes that of whoever runs the tests.
  const profile = `-env:UserInstallation=file://${join(dirname(file), 'libreoffice')}`
  output('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, file])
  return join(folder, `${basename(file, extname(file))}.${format}`)
}

function output(program: string, options: string[]): string {
  const { status, stdout, stderr } = run(program, options)
  if (status !== 0) throw new Error(`${program} ${options.join(' ')}: ${stderr}`)
  return stdout
}

function run(program: string, options: string[]) {
  return spawnSync(program, options, { encoding: 'utf8', maxBuffer: 200_000_000, timeout: 180_000 })
}
