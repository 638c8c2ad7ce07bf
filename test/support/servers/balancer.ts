import { once } from 'node:events'
import { createServer, request } from 'node:http'

export interface Balancer {
  address: string
  /** Sends what comes from now on to one server, by its place in the list; without it to each in turn. */
  only: (server?: number) => void
  stop: () => Promise<void>
}

/** Stands before several servers as a load balancer does: each request goes to the next of them. */
export async function balance(addresses: readonly string[]): Promise<Balancer> {
  let turn = 0
  let chosen: number | undefined
  const proxy = createServer((req, res) => {
    const to = addresses[chosen ?? turn++ % addresses.length]!
    const options = { method: req.method!, headers: req.headers }
    const passed = request(new URL(req.url!, to), options, (answer) => {
      res.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(res)
    })
    passed.once('error', (error) => res.destroy(error))
    req.pipe(passed)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as { port: number }
  return {
    address: `http://127.0.0.1:${port}`,
    only: (server) => {
      chosen = server
    },
    stop: async () => {
      proxy.closeAllConnections()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
