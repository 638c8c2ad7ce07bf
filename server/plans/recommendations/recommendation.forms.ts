import { z } from 'zod'
import { natureField, whyField } from '../../corrections/correction.forms.ts'
import { choiceField, textField, versionField } from '../../web/forms.ts'
import { RESPONSES } from './recommendation.ts'

const text = textField({ name: 'Recommendation', max: 4000, required: 'Enter the recommendation' })
const addressee = textField({ name: 'Addressee', max: 300 })

export const newRecommendationForm = z.object({ text, addressee })

export const changedRecommendationForm = z
  .object({
    text,
    addressee,
    deadline: textField({ name: 'Deadline', max: 200 }),
    response: z.preprocess(
      (value) => (value === undefined || value === '' ? null : value),
      choiceField(RESPONSES, 'Choose your response from the list').nullable(),
    ),
    reason: textField({ name: 'Reason', max: 4000 }),
    nature: natureField,
    why: whyField,
    version: versionField,
  })
  .refine(({ response, reason }) => reason !== '' || response === null || response === 'agreed', {
    error: 'Enter the reason why it is not, or only partly, agreed',
    path: ['reason'],
  })
