/**
 * Gives the name of a field or of a key as somebody reads it: "askOfBoard" gives "Ask of board", "personId"
 * "Person", "areas.3.text" "Areas 3 text".
 */
export function fieldLabel(name: string): string {
  if (name === 'slug') return 'Web address'
  const words = name
    .replace(/Id$/, '')
    .replaceAll(/[_.-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\brag\b/, 'RAG')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
