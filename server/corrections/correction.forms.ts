import { z } from 'zod'
import { textField } from '../web/forms.ts'
import { CHOOSE_NATURE } from './correction.page.ts'
import { NATURES } from './correction.rules.ts'

/** What a form says of a change that may be a correction: '' where nothing was chosen. */
export const natureField = z.enum(['', ...NATURES], { error: CHOOSE_NATURE }).default('')

/** A word of why, in a form that has no other reason. */
export const whyField = textField({ name: 'What was wrong', max: 2000 })
