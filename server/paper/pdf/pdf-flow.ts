import type { Paper } from '../paper.ts'
import type { Element, Pdf } from './pdf-document.ts'
import type { Shape } from '../text/text-fonts.ts'

/** Where writing has come to: the page and how far down it; it only ever goes forward. */
export interface Flow {
  pdf: Pdf
  shape: Shape
  paper: Paper
  /** The element of the structure tree that takes what is written: the document. */
  root: Element
  orientation: 'portrait' | 'landscape'
  frame: Frame
  y: number
  /** The number of the page that is being written, from 1. */
  page: number
  headings: PlacedHeading[]
}

/** A heading with the page on which it stands and the name by which links find it. */
export interface PlacedHeading {
  text: string
  level: number
  inContents: boolean
  page: number
  /** How far down the page, and how wide that is. */
  top: number
  pageWidth: number
  name: string
}

/** The part of the page that takes text. */
export interface Frame {
  left: number
  top: number
  width: number
  bottom: number
}

/** Begins a new page, of the flow's orientation. */
export function beginPage(flow: Flow, frame: Frame): void {
  flow.pdf.addPage({ size: 'A4', layout: flow.orientation, margin: 0 })
  flow.frame = frame
  flow.y = frame.top
  flow.page += 1
}

export function nextPage(flow: Flow): void {
  beginPage(flow, flow.frame)
}

/** How much of the page is left, in points. */
export function room(flow: Flow): number {
  return flow.frame.bottom - flow.y
}

export function atTop(flow: Flow): boolean {
  return flow.y <= flow.frame.top
}
