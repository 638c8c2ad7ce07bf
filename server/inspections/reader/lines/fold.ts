/**
 * Returns a text with white space and the straight and curly forms of quotes made alike, for comparing only.
 */
export function fold(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[‘’‛′]/g, "'")
    .replace(/[“”‟″]/g, '"')
    .trim()
}
