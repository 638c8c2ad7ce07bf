import { z } from 'zod'
import { idField, limitedText, textField } from '../web/forms.ts'
import { nameField } from '../web/name-field.ts'
import { LONGEST_PASSWORD, passwordProblem, SHORTEST_PASSWORD } from './password.rules.ts'

/** The longest e-mail address that mail can be sent to (RFC 5321). */
const LONGEST_EMAIL = 254

export const emailField = textField({
  name: 'Email address',
  max: LONGEST_EMAIL,
  required: 'Enter an email address',
}).refine((email) => email === '' || z.email().safeParse(email).success, {
  error: 'Enter an email address in the correct format, like name@example.org',
})

export const yourNameField = nameField({ name: 'Name', max: 200, required: 'Enter your name' })

/**
 * The rules for a new password, as the National Cyber Security Centre advises: long enough, not one of those
 * that people use most or would try first, and no demands on its kinds of characters. What its owner is called is asked
 * by passwordProblem, once it is known whose it is
 * (https://www.ncsc.gov.uk/collection/passwords/updating-your-approach).
 */
export const newPasswordField = limitedText({
  name: 'Password',
  max: LONGEST_PASSWORD,
  missing: 'Enter a password',
})
  .normalize('NFC')
  .min(1, 'Enter a password')
  .refine((password) => password === '' || password.length >= SHORTEST_PASSWORD, {
    error: `Password must be ${SHORTEST_PASSWORD} characters or more. Three random words make a good one`,
  })
  .superRefine((password, context) => {
    const message = passwordProblem(password)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/** A password that is only compared: an account's own, whatever the rules were when it was set. */
export const knownPasswordField = limitedText({
  name: 'Password',
  max: LONGEST_PASSWORD,
  missing: 'Enter your password',
}).min(1, 'Enter your password')

export const accountNameForm = z.object({ name: yourNameField })

export const accountPasswordForm = z.object({
  currentPassword: knownPasswordField,
  newPassword: newPasswordField,
})

/** Up to which link somebody has read that one was made for their password. */
export const linksToldForm = z.object({ last: idField('Choose a link from the list') })

export const signOutEverywhereForm = z.object({ currentPassword: knownPasswordField })

export const passwordResetForm = z.object({ password: newPasswordField })
