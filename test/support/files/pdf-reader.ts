import { getDocumentProxy } from 'unpdf'
import { dictOf, nameOf, readObjects, readOperations, refOf } from './pdf-objects.ts'
import type { PdfDict, PdfObject, PdfValue } from './pdf-objects.ts'

/** What is seen in a PDF: the text by pdfjs, the structure from the file's own objects. */
interface PdfSeen {
  /** The text of each page. */
  pages: string[]
  /** Of each page, in points. */
  sizes: { width: number; height: number }[]
  title: string
  lang: string
  outline: { title: string; level: number }[]
  /** The structure tree: one node, the document. */
  tree: StructNode[]
  fonts: { name: string; embedded: boolean; toUnicode: boolean }[]
  /** Of each link: where it goes, as the text of an address or the name of a place. */
  links: { page: number; to: string }[]
  /** The named places, and the page of each. */
  places: { name: string; page: number }[]
}

/** An element of the structure tree: its role, the text that is its own and what is in it. */
export interface StructNode {
  role: string
  /** All the text in it and beneath it, on one line. */
  text: string
  alt?: string
  scope?: string
  colSpan?: number
  children: StructNode[]
}

/** Gives what is seen in a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<PdfSeen> {
  const { objects, trailer } = readObjects(Buffer.from(bytes))
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  const pages: string[] = []
  const sizes: PdfSeen['sizes'] = []
  const marked = new Map<string, string>()
  const links: PdfSeen['links'] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent({ includeMarkedContent: true })
    pages.push(readItems(items, marked))
    const { width, height } = page.getViewport({ scale: 1 })
    sizes.push({ width, height })
    for (const annotation of (await page.getAnnotations()) as { url?: string; dest?: string }[]) {
      links.push({ page: number, to: annotation.url ?? annotation.dest ?? '' })
    }
  }
  const places: PdfSeen['places'] = []
  for (const [name, place] of Object.entries((await pdf.getDestinations()) as Record<string, [PageRef]>)) {
    places.push({ name, page: (await pdf.getPageIndex(place[0])) + 1 })
  }
  const { info } = await pdf.getMetadata()
  const outline = flattened(await pdf.getOutline(), 1)
  await pdf.loadingTask.destroy()
  const { Title: title, Language: lang } = info as { Title?: string; Language?: string | null }
  const file = new PdfFile(objects, trailer)
  return {
    pages,
    sizes,
    title: title ?? '',
    lang: lang ?? '',
    outline,
    tree: file.tree(marked),
    fonts: file.fonts(),
    links,
    places,
  }
}

interface PageRef {
  num: number
  gen: number
}

interface OutlineItem {
  title: string
  items: OutlineItem[]
}

function flattened(items: OutlineItem[] | null, level: number): PdfSeen['outline'] {
  return (items ?? []).flatMap(({ title, items: below }) => [
    { title, level },
    ...flattened(below, level + 1),
  ])
}

interface Item {
  str?: string
  hasEOL?: boolean
  type?: string
  id?: string | null
}

/** Gives the text of a page, and keeps the text of every marked piece under its id. */
function readItems(items: Item[], marked: Map<string, string>): string {
  let text = ''
  const open: (string | null)[] = []
  for (const { str = '', hasEOL = false, type, id = null } of items) {
    if (type?.startsWith('beginMarkedContent') === true) open.push(id)
    else if (type === 'endMarkedContent') open.pop()
    const piece = str + (hasEOL ? '\n' : '')
    text += piece
    const inside = open.findLast((one) => one !== null)
    if (inside !== undefined) marked.set(inside, (marked.get(inside) ?? '') + piece)
  }
  return text
}

/** Gives all the nodes of a role, in the order in which they are read out. */
export function nodesOf(tree: StructNode[], role: string): StructNode[] {
  return tree.flatMap((node) => [...(node.role === role ? [node] : []), ...nodesOf(node.children, role)])
}

/**
 * Gives what a screen reader would stumble over; nothing where the PDF is well tagged: a language, a title that is
 * shown, headings without a gap, header cells with a scope, pictures with words, fonts that say their letters, and
 * nothing on a page that is neither tagged nor marked as decoration.
 */
export async function taggingProblems(bytes: Uint8Array): Promise<string[]> {
  const { objects, trailer } = readObjects(Buffer.from(bytes))
  const seen = await readPdf(bytes)
  const file = new PdfFile(objects, trailer)
  return [
    ...(seen.lang === '' ? ['The document has no language'] : []),
    ...(seen.title === '' ? ['The document has no title'] : []),
    ...file.catalogProblems(),
    ...headingProblems(seen.tree),
    ...nodesOf(seen.tree, 'Table').flatMap(tableProblems),
    ...nodesOf(seen.tree, 'Figure').flatMap(({ alt = '' }) => (alt === '' ? ['A figure has no words'] : [])),
    ...nodesOf(seen.tree, 'LI').flatMap(({ children }) =>
      children.some(({ role }) => role === 'LBody') ? [] : ['An item of a list has no body'],
    ),
    ...seen.fonts.flatMap(({ name, embedded, toUnicode }) => [
      ...(embedded ? [] : [`${name} is not embedded`]),
      ...(toUnicode ? [] : [`${name} does not say its letters`]),
    ]),
    ...file.contentProblems(),
    ...file.linkProblems(),
  ]
}

function headingProblems(tree: StructNode[]): string[] {
  const levels = inOrder(tree).flatMap(({ role, text }) =>
    /^H[1-6]$/.test(role) ? [{ level: Number(role.slice(1)), text }] : [],
  )
  return levels.flatMap(({ level, text }, index) => [
    ...(level > (levels[index - 1]?.level ?? 0) + 1 ? [`A level is left out before "${text}"`] : []),
    ...(text.trim() === '' ? ['A heading is empty'] : []),
  ])
}

function inOrder(tree: StructNode[]): StructNode[] {
  return tree.flatMap((node) => [node, ...inOrder(node.children)])
}

function tableProblems(table: StructNode): string[] {
  const rows = nodesOf(table.children, 'TR')
  const headers = nodesOf(table.children, 'TH')
  const widths = new Set(
    rows.map(({ children }) => children.reduce((sum, { colSpan = 1 }) => sum + colSpan, 0)),
  )
  return [
    ...(headers.length === 0 ? ['A table has no header cells'] : []),
    ...headers.flatMap(({ scope, text }) =>
      scope === undefined ? [`The header "${text}" has no scope`] : [],
    ),
    ...rows.flatMap(({ children }) =>
      children.some(({ role }) => role === 'TH') ? [] : ['A row has no header'],
    ),
    ...(widths.size > 1 ? [`Rows of one table have ${[...widths].join(' and ')} columns`] : []),
  ]
}

/** What the objects of a file say of its structure. */
class PdfFile {
  readonly #objects: Map<number, PdfObject>
  readonly #root: PdfDict

  constructor(objects: Map<number, PdfObject>, trailer: PdfDict) {
    this.#objects = objects
    this.#root = this.#dict(trailer.dict.get('Root'))
  }

  tree(marked: Map<string, string>): StructNode[] {
    const root = this.#dict(this.#root.dict.get('StructTreeRoot'))
    return tidied(this.#kids(root).flatMap((kid) => this.#node(kid, undefined, marked)))
  }

  fonts(): PdfSeen['fonts'] {
    return this.#all('Font').flatMap((font) => {
      if (nameOf(font.dict.get('Subtype')) !== 'Type0') return []
      const [descendant] = this.#list(font.dict.get('DescendantFonts'))
      const descriptor = this.#dict(this.#dict(descendant).dict.get('FontDescriptor'))
      const embedded = ['FontFile2', 'FontFile3'].some((key) => descriptor.dict.has(key))
      const name = nameOf(font.dict.get('BaseFont')) ?? ''
      return [{ name, embedded, toUnicode: font.dict.has('ToUnicode') }]
    })
  }

  catalogProblems(): string[] {
    const shown = this.#dict(this.#root.dict.get('ViewerPreferences')).dict.get('DisplayDocTitle')
    const marked = this.#dict(this.#root.dict.get('MarkInfo')).dict.get('Marked')
    const metadata = this.#objects.get(refOf(this.#root.dict.get('Metadata')) ?? -1)?.stream?.toString() ?? ''
    return [
      ...(shown === true ? [] : ['The title is not shown']),
      ...(marked === true ? [] : ['The document is not marked as tagged']),
      ...(metadata.includes('<pdfuaid:part>1</pdfuaid:part>') ? [] : ['The document does not say PDF/UA-1']),
    ]
  }

  contentProblems(): string[] {
    const parents = this.#parents()
    const elementOf = this.#elementsOfContent()
    return this.#all('Page').flatMap((page, index) => {
      const key = page.dict.get('StructParents')
      const owners = typeof key === 'number' ? (parents.get(key) ?? []) : []
      const content = this.#objects.get(refOf(page.dict.get('Contents')) ?? -1)?.stream ?? Buffer.alloc(0)
      const pageNumber = this.#numberOf(page)
      return [
        ...(nameOf(page.dict.get('Tabs')) === 'S' ? [] : [`Page ${index + 1} has no order for the tab key`]),
        ...untagged(content).map((problem) => `Page ${index + 1}: ${problem}`),
        ...markedIds(content).flatMap((id) => {
          const owner = refOf(Array.isArray(owners) ? owners[id] : undefined)
          const same = owner !== undefined && owner === elementOf.get(`${pageNumber} ${id}`)
          return same ? [] : [`Page ${index + 1}: piece ${id} belongs to no element`]
        }),
      ]
    })
  }

  linkProblems(): string[] {
    const parents = this.#parents()
    return this.#all('Annot').flatMap((annotation) => {
      const key = annotation.dict.get('StructParent')
      const owner = typeof key === 'number' ? parents.get(key) : undefined
      const element = this.#dict(Array.isArray(owner) ? undefined : owner)
      const words = annotation.dict.get('Contents')
      return [
        ...(nameOf(element.dict.get('S')) === 'Link' ? [] : ['A link is not tagged']),
        ...(typeof words === 'string' && words !== '' ? [] : ['A link has no words']),
      ]
    })
  }

  #node(kid: PdfValue, page: number | undefined, marked: Map<string, string>): StructNode[] {
    const element = this.#dict(kid)
    const role = nameOf(element.dict.get('S'))
    if (role === undefined) return []
    const own = refOf(element.dict.get('Pg')) ?? page
    const children: StructNode[] = []
    let text = ''
    for (const inner of this.#kids(element)) {
      const content = this.#content(inner, own)
      if (content !== undefined) {
        text += marked.get(`p${content.page}R_mc${content.id}`) ?? ''
      } else {
        const nodes = this.#node(inner, own, marked)
        children.push(...nodes)
        text += nodes.map((node) => node.text).join('')
      }
    }
    const attributes = this.#dict(element.dict.get('A'))
    const [alt, scope, colSpan] = [
      element.dict.get('Alt'),
      nameOf(attributes.dict.get('Scope')),
      attributes.dict.get('ColSpan'),
    ]
    return [
      {
        role,
        text,
        children,
        ...(typeof alt === 'string' ? { alt } : {}),
        ...(scope === undefined ? {} : { scope }),
        ...(typeof colSpan === 'number' ? { colSpan } : {}),
      },
    ]
  }

  /** A piece of a page, where the kid of an element is one. */
  #content(kid: PdfValue, page: number | undefined): { page: number | undefined; id: number } | undefined {
    if (typeof kid === 'number') return { page, id: kid }
    const id = dictOf(kid)?.dict.get('MCID')
    return typeof id === 'number' ? { page: refOf(dictOf(kid)?.dict.get('Pg')) ?? page, id } : undefined
  }

  /** Which element holds which piece of which page. */
  #elementsOfContent(): Map<string, number> {
    const elements = new Map<string, number>()
    for (const [number, { value }] of this.#objects) {
      const element = dictOf(value)
      if (element === undefined || nameOf(element.dict.get('S')) === undefined) continue
      for (const kid of this.#kids(element)) {
        const content = this.#content(kid, refOf(element.dict.get('Pg')))
        if (content?.page !== undefined) elements.set(`${content.page} ${content.id}`, number)
      }
    }
    return elements
  }

  #parents(): Map<number, PdfValue> {
    const root = this.#dict(this.#root.dict.get('StructTreeRoot'))
    const numbers = this.#list(this.#dict(root.dict.get('ParentTree')).dict.get('Nums'))
    const parents = new Map<number, PdfValue>()
    for (let at = 0; at + 1 < numbers.length; at += 2)
      parents.set(Number(numbers[at]), numbers[at + 1] ?? null)
    return parents
  }

  #all(type: string): PdfDict[] {
    return [...this.#objects.values()].flatMap(({ value }) => {
      const dict = dictOf(value)
      return dict !== undefined && nameOf(dict.dict.get('Type')) === type ? [dict] : []
    })
  }

  #numberOf(dict: PdfDict): number {
    return [...this.#objects].find(([, { value }]) => value === dict)?.[0] ?? -1
  }

  #kids(element: PdfDict): PdfValue[] {
    const kids = element.dict.get('K')
    if (kids === undefined || kids === null) return []
    return Array.isArray(kids) ? kids : [kids]
  }

  #dict(value: PdfValue | undefined): PdfDict {
    const found = dictOf(value) ?? dictOf(this.#objects.get(refOf(value) ?? -1)?.value)
    return found ?? { dict: new Map() }
  }

  #list(value: PdfValue | undefined): PdfValue[] {
    const found = Array.isArray(value) ? value : this.#objects.get(refOf(value) ?? -1)?.value
    return Array.isArray(found) ? found : []
  }
}

/** pdfjs breaks lines where the page does; here each text is on one line. */
function tidied(nodes: StructNode[]): StructNode[] {
  return nodes.map((node) => ({
    ...node,
    text: node.text.replace(/\s+/g, ' ').trim(),
    children: tidied(node.children),
  }))
}

const PAINTING = ['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'Tj', 'TJ', "'", '"', 'EI']

function untagged(content: Buffer): string[] {
  const open: boolean[] = []
  const problems: string[] = []
  for (const { operator, operands } of readOperations(content)) {
    if (operator === 'BDC' || operator === 'BMC') {
      const isContent = dictOf(operands[1])?.dict.has('MCID') === true
      const isTagged = isContent || nameOf(operands[0]) === 'Artifact'
      if (isTagged && open.some(Boolean)) problems.push('what is tagged is inside what is tagged')
      open.push(isTagged)
    } else if (operator === 'EMC') {
      if (open.pop() === undefined) problems.push('a mark ends that did not begin')
    } else if (PAINTING.includes(operator) && !open.some(Boolean)) {
      problems.push(`${operator} is neither tagged nor decoration`)
    }
  }
  return [...problems, ...(open.length > 0 ? ['a mark does not end'] : [])]
}

function markedIds(content: Buffer): number[] {
  return readOperations(content).flatMap(({ operator, operands }) => {
    const id = operator === 'BDC' ? dictOf(operands[1])?.dict.get('MCID') : undefined
    return typeof id === 'number' ? [id] : []
  })
}
