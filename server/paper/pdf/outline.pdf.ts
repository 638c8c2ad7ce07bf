import type { Pdf } from './pdf-document.ts'
import type { PlacedHeading } from './pdf-flow.ts'

// The types of pdfkit know neither the page of a bookmark nor the place on it.
interface BookmarkOptions {
  pageNumber: number
  top: number
  left: number
  expanded: boolean
}

interface Bookmark {
  addItem: (title: string, options: BookmarkOptions) => Bookmark
}

/** Makes a bookmark of every heading, each under the one of the level above it. */
export function writeOutline(pdf: Pdf, headings: PlacedHeading[]): void {
  const above: { level: number; bookmark: Bookmark }[] = [{ level: 0, bookmark: pdf.outline }]
  for (const { level, text, page, top, pageWidth } of headings) {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop()
    // pdfkit counts the left from the right edge.
    const options = { pageNumber: page - 1, top, left: pageWidth, expanded: level === 1 }
    const bookmark = above.at(-1)?.bookmark.addItem(text, options)
    if (bookmark !== undefined) above.push({ level, bookmark })
  }
}
