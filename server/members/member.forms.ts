import { z } from 'zod'
import { emailField, knownPasswordField, newPasswordField, yourNameField } from '../accounts/account.forms.ts'
import { ROLES } from '../shared/role.ts'
import { boardNameField, councilNameField, serviceNameField } from '../partnerships/settings.forms.ts'
import { choiceField, idField, listField, textField, versionField } from '../web/forms.ts'

const rolesField = listField(choiceField(ROLES, 'Choose the roles from the list')).refine(
  (roles) => roles.length > 0,
  { error: 'Choose one role or more' },
)

const personField = z.preprocess(
  (id) => (id === '' ? null : (id ?? null)),
  idField('Choose a person from the list').nullable(),
)

export const invitationForm = z.object({ email: emailField, roles: rolesField, personId: personField })

export const memberForm = z.object({ roles: rolesField, personId: personField, version: versionField })

/** For the first administrator, who may have an account already: then the password is the one it has. */
export const foundingForm = z.object({
  name: yourNameField,
  email: emailField,
  password: newPasswordField,
  councilName: councilNameField,
  boardName: boardNameField,
  serviceName: serviceNameField,
})

export const newAccountForm = z.object({ name: yourNameField, password: newPasswordField })

/** For somebody whose account has its name already: only the password is asked for. */
export const knownAccountForm = z.object({
  name: textField({ name: 'Name', max: 200 }),
  password: knownPasswordField,
})
