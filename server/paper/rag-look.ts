import type { Rag } from '../shared/rag.ts'

export interface RagLook {
  /** Behind the word, and of the word and the shape on it: every pair passes 4.5:1. */
  background: string
  ink: string
  /** The shape in a box of 20 by 20; the mark is drawn over it in the background's colour. */
  shape: string
  filled: boolean
  mark: string | null
}

/** How the five values look on paper: the same colours and shapes as on the screen, different in black and white. */
export const RAG_LOOKS: Record<Rag, RagLook> = {
  not_started: {
    background: '#ffffff',
    ink: '#0b0c0c',
    shape: 'M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z',
    filled: false,
    mark: null,
  },
  red: {
    background: '#b52a2a',
    ink: '#ffffff',
    shape: 'M6 1h8l5 5v8l-5 5H6l-5-5V6z',
    filled: true,
    mark: 'm6.5 6.5 7 7m0-7-7 7',
  },
  amber: {
    background: '#ffbf47',
    ink: '#0b0c0c',
    shape: 'M10 1 19.5 18.5H.5z',
    filled: true,
    mark: 'M10 7v5.5m0 1.5v2.5',
  },
  green: {
    background: '#0f7a52',
    ink: '#ffffff',
    shape: 'M18.5 10a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0z',
    filled: true,
    mark: null,
  },
  blue: {
    background: '#1a65a6',
    ink: '#ffffff',
    shape: 'M1.5 1.5h17v17h-17z',
    filled: true,
    mark: 'm5 10.5 3.5 3.5L15 6.5',
  },
}
