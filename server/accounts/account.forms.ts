import { z } from 'zod'
import { textField } from '../web/forms.ts'
import { newPasswordField } from './password.rules.ts'

/** The longest e-mail address that mail can be sent to (RFC 5321). */
const LONGEST_EMAIL = 254

export const emailField = textField({
  name: 'Email address',
  max: LONGEST_EMAIL,
  required: 'Enter an email address',
}).refine((email) => email === '' || z.email().safeParse(email).success, {
  error: 'Enter an email address in the correct format, like name@example.org',
})

export const yourNameField = textField({ name: 'Name', max: 200, required: 'Enter your name' })

/** A password that is only compared: an account's own, whatever the rules were when it was set. */
export const knownPasswordField = z.string({ error: 'Enter your password' }).min(1, 'Enter your password')

export const accountNameForm = z.object({ name: yourNameField })

export const accountPasswordForm = z.object({
  currentPassword: knownPasswordField,
  newPassword: newPasswordField,
})

export const signOutEverywhereForm = z.object({ currentPassword: knownPasswordField })

export const passwordResetForm = z.object({ password: newPasswordField })
