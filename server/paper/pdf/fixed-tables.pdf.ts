import type { Facts, PaperTable, RagKey } from '../paper.ts'

/** Returns facts as a table whose first cells are its headers. */
export function factsTable({ rows }: Facts): PaperTable {
  return {
    kind: 'table',
    caption: 'Facts',
    captionHidden: true,
    columns: [
      { heading: '', width: 1 },
      { heading: '', width: 3 },
    ],
    rows: rows.map(({ term, text }) => ({
      label: term,
      cells: [
        { content: [{ kind: 'paragraph', content: [{ text: term }] }] },
        { content: [{ kind: 'paragraph', content: [{ text }] }] },
      ],
    })),
  }
}

/** Returns the key to the RAG values as a table. */
export function ragKeyTable({ words }: RagKey): PaperTable {
  return {
    kind: 'table',
    caption: 'What the RAG words mean',
    columns: [
      { heading: 'RAG', width: 1 },
      { heading: 'What it means', width: 4 },
    ],
    rows: words.map(({ rag, word, meaning }) => ({
      label: word,
      cells: [
        { content: [{ kind: 'paragraph', content: [{ rag, word }] }] },
        { content: [{ kind: 'paragraph', content: [{ text: meaning }] }] },
      ],
    })),
  }
}
