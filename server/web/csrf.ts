import { csrfSync } from 'csrf-sync'

const protection = csrfSync({
  getTokenFromRequest: (req) => {
    const token = (req.body as { _csrf?: unknown } | undefined)?._csrf
    return typeof token === 'string' ? token : undefined
  },
})

/** Refuses a form that does not carry the session's token (403). */
export const checkCsrf = protection.csrfSynchronisedProtection

/** Gives the session's token for the hidden `_csrf` field. */
export const csrfToken = protection.generateToken
