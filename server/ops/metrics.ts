import { createServer, type IncomingMessage, type Server } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Db } from '../database/database.ts'
import { countPrintJobs } from '../printing/print-job.store.ts'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * Serves figures about the server for Prometheus at `/metrics`, on a port of their own, and gives that server:
 * requests by the pattern of their route, queries, connections, papers and the process. Nothing in them is personal.
 */
export async function openMetrics(db: Db, server: Server, { port, host }: { port: number; host: string }) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countRequests(registry, server)
  countQueries(registry, db)
  countConnections(registry, db)
  countPapers(registry, db)

  const metrics = createServer((req, res) => {
    if (req.url !== '/metrics' || req.method !== 'GET') {
      res.writeHead(404).end()
      return
    }
    registry.metrics().then(
      (text) => res.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => res.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    metrics.once('error', reject)
    metrics.listen(port, host, resolve)
  })
  return metrics
}

function countRequests(registry: Registry, server: Server): void {
  const registers = [registry]
  const inFlight = new Gauge({
    name: 'tracker_requests_in_flight',
    help: 'Requests that are being answered',
    registers,
  })
  const duration = new Histogram({
    name: 'tracker_request_seconds',
    help: 'How long answers took, by the pattern of their route',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: SECONDS,
    registers,
  })
  server.prependListener('request', (req, res) => {
    const begun = performance.now()
    inFlight.inc()
    res.once('close', () => {
      inFlight.dec()
      const status = `${Math.floor(res.statusCode / 100)}xx`
      duration.observe({ ...labelsOf(req), status }, (performance.now() - begun) / 1000)
    })
  })
}

/** What no route took, such as a picture or a typed address, is one: anybody can invent paths. */
function labelsOf(req: IncomingMessage): { route: string; method: string } {
  const { route } = req as { route?: { path: unknown } }
  if (typeof route?.path !== 'string') return { route: 'other', method: 'other' }
  return { route: route.path, method: req.method === 'POST' ? 'POST' : 'GET' }
}

function countQueries(registry: Registry, db: Db): void {
  const duration = new Histogram({
    name: 'tracker_query_seconds',
    help: 'How long the database took for a query',
    buckets: SECONDS,
    registers: [registry],
  })
  const failed = new Counter({
    name: 'tracker_queries_failed_total',
    help: 'Queries that the database refused',
    registers: [registry],
  })
  const begun = new Map<string, number>()
  const end = (query: { __knexQueryUid: string }) => {
    const at = begun.get(query.__knexQueryUid)
    if (at === undefined) return
    begun.delete(query.__knexQueryUid)
    duration.observe((performance.now() - at) / 1000)
  }
  db.on('query', (query: { __knexQueryUid: string }) => {
    begun.set(query.__knexQueryUid, performance.now())
  })
  db.on('query-response', (_response, query: { __knexQueryUid: string }) => {
    end(query)
  })
  db.on('query-error', (_error, query: { __knexQueryUid: string }) => {
    failed.inc()
    end(query)
  })
}

function countConnections(registry: Registry, db: Db): void {
  const { pool } = db.client as {
    pool: { numUsed(): number; numFree(): number; numPendingAcquires(): number }
  }
  new Gauge({
    name: 'tracker_database_connections',
    help: 'Connections to the database, and requests that wait for one',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'used' }, pool.numUsed())
      this.set({ state: 'free' }, pool.numFree())
      this.set({ state: 'awaited' }, pool.numPendingAcquires())
    },
  })
}

function countPapers(registry: Registry, db: Db): void {
  new Gauge({
    name: 'tracker_papers',
    help: 'Papers that are written in the background, of all partnerships and servers',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      this.reset()
      // Without the database the other figures are all the more wanted.
      const counts = await countPrintJobs(db).catch(() => [])
      for (const { state, count } of counts) this.set({ state }, count)
    },
  })
}
