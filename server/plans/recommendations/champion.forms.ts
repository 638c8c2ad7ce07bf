import { z } from 'zod'
import { namedListField, newPersonFields } from '../../people/named.forms.ts'
import { natureField, whyField } from '../../corrections/correction.forms.ts'
import { choiceField, tickField, versionField } from '../../web/forms.ts'
import type { NewChampion } from './champion.store.ts'
import type { Side } from './recommendation.ts'

/** The value of a picker that says "to be confirmed". */
export const TBC_CHOICE = 'tbc'

const TO_BE_CONFIRMED = { personId: null, agencyId: null }

/** The pickers of one side: people, agencies and, once, "TBC", in the order in which they were chosen. */
const championsField = (side: Side) =>
  z
    .unknown()
    .optional()
    .transform((value, context): NewChampion[] => {
      const posted: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
      const chosen = posted.filter((one) => one !== '')
      const named = namedListField.safeParse(chosen.filter((one) => one !== TBC_CHOICE))
      if (!named.success) {
        context.addIssue({
          code: 'custom',
          message: named.error.issues[0]?.message ?? 'Choose from the list',
        })
        return z.NEVER
      }
      const tbcAt = chosen.indexOf(TBC_CHOICE)
      const all = tbcAt === -1 ? named.data : named.data.toSpliced(tbcAt, 0, TO_BE_CONFIRMED)
      return all.map((one) => ({ ...one, side }))
    })

export const championsForm = z
  .object({
    board: championsField('board'),
    service: championsField('service'),
    ...newPersonFields,
    newSide: choiceField(['board', 'service', ''], 'Choose the side of the new person').default(''),
    nature: natureField,
    why: whyField,
    more: tickField,
    version: versionField,
  })
  .refine(({ newName, newSide }) => newName === '' || newSide !== '', {
    error: 'Choose whether the new person is a board or a service champion',
    path: ['newSide'],
  })
  .refine(
    ({ newName, newJobTitle, newAgencyId }) => newName !== '' || (newJobTitle === '' && newAgencyId === null),
    {
      error: 'Enter the name of the new person',
      path: ['newName'],
    },
  )
