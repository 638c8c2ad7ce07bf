/** A text as a report could be made of, so many lines long; each has much of what a part of the reader looks for. */
export type LongText = (lines: number) => string[]

const SENTENCE =
  'Staff in Eastmarsh knew the children well and planned the work with them and their families, who'

/** The start of a report, so that what follows is read as one. */
const FRONT = [
  'An inspection of youth offending services in',
  'Eastmarsh',
  'Published: August 2022',
  'Foreword',
  'This report is about Eastmarsh Youth Justice Service.',
  '',
]

const of = (lines: number, line: (index: number) => string) =>
  Array.from({ length: lines }, (_, index) => line(index))

/** Gives letters for a number, without digits, so that lines differ and yet none is a number. */
function word(index: number): string {
  return index.toString(26).replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
}

export const LONG_TEXTS: Record<string, LongText> = {
  'one long paragraph': (lines) => [...FRONT, ...of(lines, () => SENTENCE)],
  'one paragraph in many halves': (lines) => [
    ...FRONT,
    ...of(lines, (index) => (index % 2 === 0 ? SENTENCE : '')),
  ],
  'one item that goes on': (lines) => [
    'Recommendations',
    'The Board should:',
    '1. make sure that staff know the children,',
    ...of(lines, (index) => (index % 2 === 0 ? '' : `${SENTENCE},`)).map((line) => line.toLowerCase()),
  ],
  'one finding that goes on': (lines) => [
    'But:',
    '• Staff knew the children,',
    ...of(lines, (index) => (index % 2 === 0 ? '' : `${SENTENCE},`)).map((line) => line.toLowerCase()),
  ],
  'words broken at the end of the line': (lines) => [
    'The multiagency work was good.',
    ...of(
      lines,
      (index) => `agency work was good and the plans of the children were reviewed ${word(index)} multi-`,
    ),
  ],
  'words of one syllable a line': (lines) => of(lines, () => 'multi-'),
  'lines as long as any': (lines) => of(Math.ceil(lines / 200), () => `${SENTENCE} `.repeat(210)),
  'one letter a line': (lines) => of(lines, (index) => word(index % 26)),
  'short lines': (lines) => of(lines, (index) => `Line ${word(index)}`),
  'empty lines': (lines) => of(lines, (index) => (index % 100 === 0 ? 'A line' : '')),
  'headings of chapters': (lines) =>
    of(lines, (index) => `${(index % 8) + 2}. Work called ${word(Math.floor(index / 2))}`),
  'headings of themes': (lines) => of(lines, (index) => `Theme ${index % 9}: Work called ${word(index)}`),
  'headings of standards': (lines) =>
    of(lines, (index) => `${(index % 6) + 1}.${(index % 5) + 1} Work called ${word(index)}`),
  'main headings': (lines) =>
    of(lines, (index) => ['Ratings', 'Foreword', 'Summary', 'Contents', 'But:'][index % 5] ?? ''),
  'bullets below one heading': (lines) => [
    'But:',
    ...of(lines, (index) => `• Staff did not know ${word(index)} well enough.`),
  ],
  'findings below many headings': (lines) =>
    of(lines, (index) =>
      index % 2 === 0 ? 'Areas for improvement' : `• Staff did not know ${word(index)}.`,
    ),
  'findings without bullets': (lines) => [
    'But:',
    ...of(lines, (index) => `Staff did not know ${word(index)} well enough.`),
  ],
  'points within a point': (lines) => [
    'But:',
    '• Staff did not know:',
    ...of(lines, (index) => `o the needs of ${word(index)}`),
  ],
  'numbered recommendations': (lines) => [
    'Recommendations',
    'The Board should:',
    ...of(
      lines,
      (index) => `${(index % 99) + 1}. make sure that ${word(index)} is done within three months.`,
    ),
  ],
  addressees: (lines) => [
    'Recommendations',
    ...of(lines, (index) =>
      index % 2 === 0 ? `The Chair of ${word(index)} Board should:` : '1. meet more often.',
    ),
  ],
  'lists of recommendations': (lines) =>
    of(lines, (index) => (index % 2 === 0 ? 'Recommendations' : 'The Board should meet more often.')),
  'numbers alone': (lines) => of(lines, (index) => String(index % 900)),
  'footers of pages': (lines) =>
    of(lines, (index) =>
      index % 3 === 2 ? `\fInspection of youth offending services: Eastmarsh ${index}` : SENTENCE,
    ),
  footnotes: (lines) =>
    of(lines, (index) =>
      index % 2 === 0
        ? `Staff knew the standards.${(index / 2) % 900}`
        : `${((index - 1) / 2) % 900} The Standards, 2019.`,
    ),
  'raised footnotes': (lines) => of(lines, () => `¹ ${SENTENCE}`),
  'a list of contents': (lines) => [
    'Contents',
    ...of(lines, (index) => `Work called ${word(index)} ..... ${index % 900}`),
  ],
  'a list of contents without pages': (lines) => [
    'Contents',
    ...of(lines, (index) => `Work called ${word(index % Math.ceil(lines / 2))}`),
  ],
  'key questions': (lines) =>
    of(lines, (index) =>
      index % 10 === 0
        ? '2.1. Assessment'
        : index % 10 === 1
          ? 'Key question % yes'
          : `Does the work of ${word(index)} keep children safe and well? ${index % 100}%`,
    ),
  'questions without answers': (lines) => [
    '2.1. Assessment',
    ...of(lines, (index) => (index % 2 === 0 ? 'Key questions' : `Does the work of ${word(index)} keep`)),
  ],
  'rated standards': (lines) =>
    of(
      lines,
      (index) => `${(index % 6) + 1}.${(index % 5) + 1} Work called ${word(index)}\tRequires improvement`,
    ),
  'standards without ratings': (lines) => of(lines, (index) => `${(index % 6) + 1}.${(index % 5) + 1}`),
  'names of services': (lines) =>
    of(lines, (index) => `North ${word(index).toUpperCase()} Youth Justice Service in ${word(index)}`),
  'many names on a line': (lines) =>
    of(Math.ceil(lines / 20), () => 'North Eastmarsh Youth Justice Service '.repeat(80)),
  dates: (lines) =>
    of(lines, (index) => `Published: fieldwork took place on ${(index % 28) + 1} and ended then`),
  'cells of tables': (lines) => of(lines, (index) => `${word(index)}\t${index}\t${index % 100}%\tGood\t`),
  titles: (lines) => of(lines, () => 'An inspection of youth offending services'),
}
