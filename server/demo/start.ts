import { createServer } from 'node:net'
import { type Config, readConfig } from '../config.ts'
import { listen } from '../listen.ts'
import { ROLE_WORDS, ROLES } from '../shared/role.ts'
import { openDemoDatabase } from './demo-database.ts'
import { calderbeck, DEMO_PASSWORD, emailOf } from './story/people.data.ts'

try {
  const wanted = demoConfig(process.env)
  const port = await freePort(wanted)
  const config = demoConfig({ ...process.env, PORT: String(port) })
  const db = await openDemoDatabase(config.databaseUrl, process.argv.includes('--fresh'))
  await listen(db, config)
  console.log(welcome(config.baseUrl))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function demoConfig(environment: NodeJS.ProcessEnv): Config {
  // An empty variable counts as unset, and must never lead the demo to the real database.
  return readConfig({
    ...environment,
    DATABASE_URL: environment['DATABASE_URL'] || 'file:data/demo.sqlite',
    DATABASE_READ_URL: undefined,
    LOG_LEVEL: environment['LOG_LEVEL'] || 'warn',
  })
}

/** Asked before the database is touched: another demo may be running on it. Port 0 gives any free one. */
function freePort({ host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(portTaken(port)) : error)
    })
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  })
}

function portTaken(port: number): string {
  return (
    `Something already answers on port ${port}, perhaps a demo that is still running.\n` +
    `Stop it with Ctrl+C where it runs, or choose another port: PORT=${port + 1} npm run demo`
  )
}

function welcome(address: string): string {
  const signIns = [
    ...ROLES.map((role) => ({ who: ROLE_WORDS[role], email: emailOf(role) })),
    { who: 'Calderbeck, another board', email: calderbeck.account.email },
  ]
  const lines = signIns.map(({ who, email }) => `  ${who.padEnd(27)}${email.padEnd(38)}${DEMO_PASSWORD}`)
  return [
    `\nThe demo board answers at ${address}\n`,
    `  ${'Sign in as'.padEnd(27)}${'Email'.padEnd(38)}Password`,
    ...lines,
    '\nEverything in it is fictional. Stop with Ctrl+C; begin again with: npm run demo -- --fresh',
  ].join('\n')
}
