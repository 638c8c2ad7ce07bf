const APOSTROPHES = /[‘’‛ʼʹ′´`＇]/
const DASHES = /[\u2010-\u2015\u2212\u00ad]/

/**
 * Returns a text as names are compared: composed (NFC), letters without their accents, one apostrophe, one dash,
 * one space. As long as the composed text, so that places in the one are places in the other.
 */
export function folded(text: string): string {
  return text.normalize('NFC').replace(/[^ -~]/gu, foldedCharacter)
}

function foldedCharacter(character: string): string {
  if (/\s/.test(character)) return ' '
  if (APOSTROPHES.test(character)) return "'"
  if (DASHES.test(character)) return '-'
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '')
  return bare.length === character.length ? bare : character
}
