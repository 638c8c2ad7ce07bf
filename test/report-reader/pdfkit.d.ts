/** The part of pdfkit that the tests make PDFs with; the package brings no types. */
declare module 'pdfkit' {
  import type { EventEmitter } from 'node:events'

  type TextOptions = { width?: number; lineBreak?: boolean }
  type DocumentOptions = {
    size?: string
    userPassword?: string
    margins?: { top: number; left: number; right: number; bottom: number }
  }

  class PDFDocument extends EventEmitter {
    constructor(options?: DocumentOptions)
    x: number
    y: number
    page: { margins: { bottom: number } }
    text(text: string, x?: number, y?: number, options?: TextOptions): this
    fontSize(points: number): this
    moveDown(lines: number): this
    addPage(): this
    rect(x: number, y: number, width: number, height: number): this
    fill(colour: string): this
    end(): void
  }

  export default PDFDocument
}
