import { z } from 'zod'
import { MOVES } from '../../shared/ordering.ts'
import { choiceField, textField, tickField, versionField } from '../../web/forms.ts'
import { DRAFT_KINDS } from '../drafting/drafting.rules.ts'
import { NUMBERINGS, OPENINGS } from './template.rules.ts'

/** What the form says where another template of the partnership has the name. */
export const NAME_TAKEN = { name: 'Another template has this name: choose a different one' }

const templateFields = {
  name: textField({ name: 'Name', max: 200, required: 'Enter the name of the template' }),
  opening: choiceField(OPENINGS, 'Choose how the report opens'),
  numbering: choiceField(NUMBERINGS, 'Choose what is numbered'),
}

export const newTemplateForm = z.object({
  from: textField({ name: 'Template', max: 40, required: 'Choose the template to start from' }),
  ...templateFields,
})

export const changedTemplateForm = z.object({ ...templateFields, version: versionField })

export const templateRemovalForm = z.object({ version: versionField })

const sectionFields = {
  heading: textField({ name: 'Heading', max: 200, required: 'Enter the heading of the section' }),
  hint: textField({ name: 'Hint', max: 1000 }),
  drafts: z.preprocess(
    (value) => value ?? '',
    choiceField(['', ...DRAFT_KINDS], 'Choose what is drafted from the list'),
  ),
  officersOnly: tickField,
  numbered: tickField,
}

export const sectionForm = z.object(sectionFields)

export const changedSectionForm = z.object({ ...sectionFields, version: versionField })

export const sectionMoveForm = z.object({ move: choiceField(MOVES, 'Choose where the section goes') })
