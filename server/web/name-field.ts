import { canBeRead } from '../shared/same-name.rules.ts'
import { textField } from './forms.ts'

// What is not seen, or turns the writing round, can only make a name look like another; two joiners are letters' own
// in some scripts.
const UNSEEN = /(?![\u200C\u200D])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const BLANKS = /[\s\u115F\u1160\u2800\u3164\uFFA0]+/gu

/**
 * A field for the name of somebody: what cannot be seen is left out, and every blank is one space. `required` is the
 * message for one with nothing to read in it; without it an empty field gives ''.
 */
export function nameField({ name, max, required }: { name: string; max: number; required?: string }) {
  return textField({ name, max })
    .transform(tidyName)
    .refine((value) => (value === '' ? required === undefined : canBeRead(value)), {
      error: required ?? `${name} must have letters in it`,
    })
}

function tidyName(value: string): string {
  return value.replaceAll(BLANKS, ' ').replaceAll(UNSEEN, '').trim()
}
