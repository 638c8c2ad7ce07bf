/** Returns a text with a small first letter, to stand within a sentence: "RAG" and names further on stay. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
