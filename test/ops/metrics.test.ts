import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addressOf, onSqlite } from '../support/databases/databases.ts'
import { exitCode, freePort, type Run, run } from '../support/servers/server-process.ts'

onSqlite({ name: 'figures for Prometheus', holding: 'nobody' }, (db) => {
  let server: Run
  let address: string
  let metrics: string
  beforeAll(async () => {
    const [port, metricsPort] = [await freePort(), await freePort()]
    address = `http://127.0.0.1:${port}`
    metrics = `http://127.0.0.1:${metricsPort}/metrics`
    server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port, METRICS_PORT: metricsPort })
    await server.until(/answers at/)
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    expect(await exitCode(server)).toBe(0)
    await expect(fetch(metrics)).rejects.toThrow('fetch failed')
  })

  test('are of requests by route, queries, connections, papers and the process', async () => {
    await fetch(`${address}/sign-in?from=nobody@example.org`)
    await fetch(`${address}/partnerships/northmoor`)
    // Nobody who is not signed in costs a query; who asks whether the database answers does.
    await fetch(`${address}/ready`)
    const answer = await fetch(metrics)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toMatch(
      /^tracker_request_seconds_count\{route="\/sign-in",method="GET",status="2xx"\} [1-9]/m,
    )
    expect(text).toMatch(/^tracker_query_seconds_count [1-9]/m)
    expect(text).toMatch(/^tracker_database_connections\{state="free"\} 1$/m)
    expect(text).toMatch(/^tracker_requests_in_flight 0$/m)
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m)
    expect(text).not.toContain('example.org')
    for (const line of text.trim().split('\n')) {
      expect(line).toMatch(/^(|# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? ([\d.e+-]+|Nan|[+-]?Inf))$/)
    }
    expect((await fetch(metrics.replace('/metrics', '/'))).status).toBe(404)
  })

  test('have no more labels after 500 invented paths', async () => {
    for (const path of Array.from({ length: 500 }, (_, index) => `/${index}/odd/path-${index}`)) {
      await (await fetch(`${address}${path}`, { redirect: 'manual' })).text()
    }
    const text = await (await fetch(metrics)).text()
    expect(text).not.toContain('odd')
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route))
    expect([...routes].sort()).toEqual(['/ready', '/sign-in', 'other'])
  })

  test('are given to nobody unless they are asked for', async () => {
    const port = await freePort()
    const quiet = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port })
    await quiet.until(/answers at/)
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { redirect: 'manual' })
    expect(answer.headers.get('location')).toBe('/sign-in')
    quiet.child.kill('SIGTERM')
    expect(await exitCode(quiet)).toBe(0)
  })
})
