import type { Rag } from '../../shared/rag.ts'
import type { Pdf } from './pdf-document.ts'
import { RAG_LOOKS } from '../rag-look.ts'

/** Draws a RAG's shape in a box of `size` whose top left corner is at x and y. */
export function ragShape(pdf: Pdf, rag: Rag, x: number, y: number, size: number): void {
  const look = RAG_LOOKS[rag]
  pdf.save()
  pdf.translate(x, y).scale(size / 20)
  if (look.filled) pdf.path(look.shape).fill(look.ink)
  else pdf.lineWidth(2).path(look.shape).stroke(look.ink)
  if (look.mark !== null) pdf.lineWidth(2.6).path(look.mark).stroke(look.background)
  pdf.restore()
}
