import type { CookieOptions, Request } from 'express'

/** Gives the value of the request's cookie of that name, as it was sent, or undefined. */
export function cookieOf(req: Request, name: string): string | undefined {
  const cookies = (req.get('cookie') ?? '').split(/; */)
  const ours = cookies.find((cookie) => cookie.startsWith(`${name}=`))
  return ours?.slice(name.length + 1)
}

/** Gives the name under which a browser takes a cookie, over https only from this host and for all of it (RFC 6265bis). */
export function cookieName(req: Request, name: string): string {
  return req.secure ? `__Host-${name}` : name
}

/** Gives what every cookie of ours is sent with: no script reads it, and no other site sends it with a form. */
export function cookieOptions(req: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: req.secure }
}
