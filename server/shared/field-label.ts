/**
 * Returns the name of a field or of a key as somebody reads it: "askOfBoard" gives "Ask of board", "personId"
 * "Person", "areas.3.text" "Areas 3 text". A name that begins with a capital stays.
 */
export function fieldLabel(name: string): string {
  if (name === 'slug') return 'Web address'
  if (name === 'sha256') return 'SHA-256'
  // The name of a person, as attendance has them.
  if (/^\p{Lu}/u.test(name)) return name
  const words = name
    .replace(/(?:Id|_id)$/, '')
    .replaceAll(/[_.-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\brag\b/, 'RAG')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
