import type { Config } from '../../config.ts'
import type { Db } from '../../database/database.ts'
import { visitorCookie } from '../../web/csrf.ts'
import { dropDoctorsKey, makeDoctorsKey } from './doctor-key.store.ts'
import { type Finding, look, ok, wrong } from './finding.ts'
import { forwardedFinding, INVENTED } from './forwarded.ts'
import type { ProxySeen } from './proxy-seen.ts'

/** How long the server may take to answer, in milliseconds. */
const LONGEST_ANSWER = 10_000

/** What clocks may differ by, in milliseconds: a Date header has whole seconds. */
const CLOCKS_DIFFER = 30_000

const SUBJECT = 'Address'

/**
 * Asks the server as visitors do, through BASE_URL and whatever proxies stand in front, and checks as what that
 * arrives: protocol, host, the visitor's address, and whether the session cookie comes back.
 */
export async function checkAddress(db: Db, config: Config): Promise<Finding[]> {
  const key = await makeDoctorsKey(db)
  try {
    const answer = await ask(`${config.baseUrl}/health`, { 'x-doctor-key': key, 'x-forwarded-for': INVENTED })
    if (answer instanceof Error) return [unreachable(config, answer)]
    const { seen } = (await answer.json().catch(() => ({}))) as { seen?: ProxySeen }
    if (seen === undefined) return [anotherServer(config, answer)]
    return [
      ...startedWith(config, seen),
      ...protocolFindings(config, seen),
      hostFinding(config, seen),
      forwardedFinding(seen),
      ...(await cookieFindings(config)),
      ...(await secureFindings(config, answer)),
      ...clockFindings(answer),
    ]
  } finally {
    await dropDoctorsKey(db)
  }
}

async function ask(address: string, headers: Record<string, string> = {}): Promise<Response | Error> {
  try {
    return await fetch(address, { headers, redirect: 'manual', signal: AbortSignal.timeout(LONGEST_ANSWER) })
  } catch (error) {
    const { cause } = error as { cause?: unknown }
    return cause instanceof Error ? cause : (error as Error)
  }
}

function unreachable({ baseUrl }: Config, error: Error): Finding {
  const { code: given } = error as { code?: unknown }
  const code = typeof given === 'string' ? given : ''
  const found = `${baseUrl} does not answer: ${code === '' ? error.message : code}`
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code)) {
    const remedy =
      'Renew the certificate of the proxy, or name the council’s own authority in NODE_EXTRA_CA_CERTS for this command.'
    return wrong(SUBJECT, found, remedy)
  }
  const remedy =
    'Start the tracker and its proxy. Where both run: see that this machine can reach BASE_URL by its name.'
  return wrong(SUBJECT, found, remedy)
}

function anotherServer({ baseUrl }: Config, answer: Response): Finding {
  const to = answer.headers.get('location')
  const found =
    to === null
      ? `what answers at ${baseUrl} (${answer.status}) is no tracker on this database`
      : `${baseUrl} sends visitors on to ${to}`
  const remedy =
    'Set BASE_URL to the address that people use, and run this with the tracker’s own environment.'
  return wrong(SUBJECT, found, remedy)
}

function startedWith(config: Config, seen: ProxySeen): Finding[] {
  if (seen.baseUrl === config.baseUrl && seen.trustProxy === config.trustProxy) return []
  const found =
    `the tracker runs with BASE_URL ${seen.baseUrl} and TRUST_PROXY ${seen.trustProxy}, ` +
    `this command with ${config.baseUrl} and ${config.trustProxy}`
  return [wrong('Environment', found, 'Restart the tracker, or run this with the tracker’s own environment.')]
}

function protocolFindings(config: Config, seen: ProxySeen): Finding[] {
  const expected = new URL(config.baseUrl).protocol.replace(':', '')
  if (seen.protocol === expected && (seen.forwardedProto ?? expected) === expected) {
    return [ok(SUBJECT, `${config.baseUrl} answers, and arrives as ${expected}`)]
  }
  const came = seen.forwardedProto ?? 'no X-Forwarded-Proto'
  return expected === 'https'
    ? [
        wrong(
          'Protocol',
          `visitors come by https and the proxy says ${came}: nobody gets a session cookie`,
          'Let the proxy set it: nginx: proxy_set_header X-Forwarded-Proto $scheme; Apache: RequestHeader set X-Forwarded-Proto https',
        ),
      ]
    : [
        wrong(
          'Protocol',
          `BASE_URL begins with http:// and the proxy says ${came}: links in invitations are not secure`,
          'Begin BASE_URL with https://',
        ),
      ]
}

function hostFinding(config: Config, seen: ProxySeen): Finding {
  const { host } = new URL(config.baseUrl)
  return seen.host === host
    ? ok('Host', host)
    : look(
        'Host',
        `the proxy asks for ${seen.host} instead of ${host}`,
        'Let it pass the name on: nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On',
      )
}

/** Signs nobody in: the token of a form stays the same for as long as the cookie comes back. */
async function cookieFindings(config: Config): Promise<Finding[]> {
  const { baseUrl } = config
  const first = await ask(`${baseUrl}/sign-in`)
  if (first instanceof Error || !first.ok) {
    return [wrong('Cookie', 'the sign-in page does not answer', 'Look into the log of the tracker.')]
  }
  const cookie = first.headers.getSetCookie().find((text) => text.startsWith(`${visitorCookie(config)}=`))
  if (cookie === undefined) {
    const remedy = 'Put right the protocol; let the proxy pass on Set-Cookie and keep no pages.'
    return [wrong('Cookie', 'no session cookie comes with the sign-in page: nobody can sign in', remedy)]
  }
  const [pair = ''] = cookie.split(';')
  const second = await ask(`${baseUrl}/sign-in`, { cookie: pair })
  const token = tokenOf(await first.text())
  const again = second instanceof Error ? undefined : tokenOf(await second.text())
  if (token === undefined || token !== again) {
    const remedy =
      'Let the proxy pass on Cookie unchanged. With several servers, each needs the same SESSION_SECRET or none.'
    return [wrong('Cookie', 'the session cookie is not known again: every form is refused', remedy)]
  }
  if (baseUrl.startsWith('https:') && !/; *secure/i.test(cookie)) {
    return [wrong('Cookie', 'it is not marked Secure', 'Let the proxy pass on Set-Cookie unchanged.')]
  }
  return [ok('Cookie', 'it is set and known again')]
}

function tokenOf(page: string): string | undefined {
  return /name="_csrf" value="([^"]+)"/.exec(page)?.[1]
}

async function secureFindings({ baseUrl }: Config, answer: Response): Promise<Finding[]> {
  const { protocol, hostname } = new URL(baseUrl)
  if (protocol !== 'https:') {
    if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return []
    const remedy = 'Put a proxy with a certificate in front, and begin BASE_URL with https://'
    return [look('Encryption', 'people reach the tracker without encryption', remedy)]
  }
  const findings: Finding[] = []
  if (!answer.headers.has('strict-transport-security')) {
    const remedy = 'Let the proxy pass on the header Strict-Transport-Security.'
    findings.push(look('Encryption', 'browsers are not told to come by https alone', remedy))
  }
  const plain = await ask(`http://${hostname}/`)
  if (!(plain instanceof Error) && !plain.headers.get('location')?.startsWith('https://')) {
    const remedy = 'Let the proxy redirect http:// to https://'
    findings.push(look('Encryption', `http://${hostname}/ answers without sending people to https`, remedy))
  }
  return findings.length > 0 ? findings : [ok('Encryption', 'https alone')]
}

function clockFindings(answer: Response): Finding[] {
  const date = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(date) || Math.abs(Date.now() - date) <= CLOCKS_DIFFER) return []
  const remedy = 'Let both machines set their clocks from the network (timedatectl set-ntp true).'
  return [look('Clocks', 'the clock behind BASE_URL differs from this machine’s', remedy)]
}
