import { resolve } from 'node:path'
import { z } from 'zod'

/** Returns why a database address cannot be read, undefined where it can. */
export function databaseAddressProblem(address: string): string | undefined {
  if (/^file:~/.test(address)) {
    return 'must be a path that begins with / or the name of a folder: only a shell knows what ~ means'
  }
  if (address.startsWith('file:')) return undefined
  const unreadable =
    'cannot be read: write # as %23, / as %2F, ? as %3F, @ as %40 and % as %25 in the password'
  if (!URL.canParse(address)) return unreadable
  const { hash, pathname, search, username, password } = new URL(address)
  // What stands behind a # or / in a password is taken for the rest of the address.
  if (hash !== '' || `${pathname}${search}`.includes('@')) return unreadable
  return /%(?![0-9a-f]{2})/i.test(`${username}${password}`) ? unreadable : undefined
}

function refuseUnreadable(address: string, context: z.RefinementCtx): void {
  const message = databaseAddressProblem(address)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
}

/** Every link and redirect is made from the root of the host; nothing else in an address would be used. */
function isOriginAlone(address: string): boolean {
  const { pathname, search, hash, username, password } = new URL(address)
  return pathname === '/' && `${search}${hash}${username}${password}` === ''
}

const environmentForm = z
  .object({
    DATABASE_URL: z
      .string()
      .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, {
        error: 'must be file:PATH (SQLite) or postgres://USER:PASSWORD@HOST/DATABASE',
        abort: true,
      })
      .superRefine(refuseUnreadable)
      .default('file:data/tracker.sqlite'),
    DATABASE_READ_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\/.+$/, {
        error: 'must be postgres://USER:PASSWORD@HOST/DATABASE: SQLite has no replicas to read from',
        abort: true,
      })
      .superRefine(refuseUnreadable)
      .optional(),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    BASE_URL: z
      .url({ protocol: /^https?$/, error: 'must begin with http:// or https://', abort: true })
      .refine(
        isOriginAlone,
        'must be a host name of its own, without a path: https://tracker.council.example',
      )
      .optional(),
    SESSION_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
    METRICS_HOST: z.string().min(1).default('127.0.0.1'),
    LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  })
  .refine(({ BASE_URL, TRUST_PROXY }) => !BASE_URL?.startsWith('https:') || TRUST_PROXY > 0, {
    // The app itself speaks http. Without the proxy's word that the visitor came by https no cookie is set.
    error: 'must be 1 or more with a BASE_URL that begins with https://: the number of proxies in front',
    path: ['TRUST_PROXY'],
  })
  .refine(
    ({ DATABASE_URL, DATABASE_READ_URL }) => !DATABASE_READ_URL || DATABASE_URL.startsWith('postgres'),
    {
      error: 'must be left out, or be a replica of the PostgreSQL that DATABASE_URL names: that is SQLite',
      path: ['DATABASE_READ_URL'],
    },
  )

export interface Config {
  databaseUrl: string
  /** A replica of the database, from which papers and files are read; undefined: there is none. */
  databaseReadUrl: string | undefined
  host: string
  port: number
  /** What people type to reach the app, without a slash at the end. Links in invitations begin with it. */
  baseUrl: string
  /** Undefined: made on the first start and kept in the database. */
  sessionSecret: string | undefined
  /** How many proxies stand in front of the app; the address that sign-in is throttled by is read past them. */
  trustProxy: number
  /** Undefined: figures about the server are given to nobody. */
  metricsPort: number | undefined
  metricsHost: string
  logLevel: string
}

/**
 * Reads and checks the environment. Returns the configuration; throws an Error whose message names each variable
 * that is wrong and what it takes.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentForm.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(
      `The configuration is not right. Change these environment variables:\n${problems.join('\n')}`,
    )
  }
  const { DATABASE_URL, DATABASE_READ_URL, HOST, PORT, BASE_URL, SESSION_SECRET, TRUST_PROXY, LOG_LEVEL } =
    parsed.data
  const { METRICS_PORT, METRICS_HOST } = parsed.data
  return {
    databaseUrl: DATABASE_URL,
    databaseReadUrl: DATABASE_READ_URL,
    host: HOST,
    port: PORT,
    baseUrl: BASE_URL?.replace(/\/$/, '') ?? `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`,
    sessionSecret: SESSION_SECRET,
    trustProxy: TRUST_PROXY,
    metricsPort: METRICS_PORT,
    metricsHost: METRICS_HOST,
    logLevel: LOG_LEVEL,
  }
}

/** Returns the absolute path of a `file:` database address, or undefined for any other. */
export function databaseFile(databaseUrl: string): string | undefined {
  return databaseUrl.startsWith('file:') ? resolve(databaseUrl.slice('file:'.length)) : undefined
}
