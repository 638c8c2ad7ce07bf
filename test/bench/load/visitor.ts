import { PASSWORD } from '../../support/cast.ts'

/** Somebody who has signed in: the cookie, and what every form carries. */
export interface Visitor {
  cookie: string
  hidden: { _csrf: string; formOf: string }
}

/** Signs somebody in at a tracker as a browser does. Throws where it is refused. */
export async function signIn(url: string, email: string): Promise<Visitor> {
  const opened = await fetch(`${url}/sign-in`)
  const token = hiddenIn(await opened.text(), '_csrf')
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(opened) },
    body: new URLSearchParams({ _csrf: token, email, password: PASSWORD }),
  })
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`)
  const cookie = cookieOf(answer)
  const page = await (await fetch(`${url}/help`, { headers: { cookie } })).text()
  return { cookie, hidden: { _csrf: hiddenIn(page, '_csrf'), formOf: hiddenIn(page, 'formOf') } }
}

/** Gives the value of a hidden field of a page; throws where it has none. */
export function hiddenIn(page: string, name: string): string {
  const [, value] = new RegExp(`name="${name}" value="([^"]*)"`).exec(page) ?? []
  if (value === undefined) throw new Error(`the page has no field ${name}`)
  return value
}

function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
