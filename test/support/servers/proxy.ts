import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A wire between a server and its database that a test can cut, or leave lying there without a word passing. */
export interface Proxy {
  port: number
  /** Breaks every connection and takes no new one. */
  cut: () => void
  /** Keeps connections open and lets nothing through. */
  silence: () => void
  mend: () => void
  close: () => Promise<void>
}

/** Opens a proxy to a port of this machine. */
export async function openProxy(target: number): Promise<Proxy> {
  let state: 'open' | 'cut' | 'silent' = 'open'
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (state === 'cut') {
      near.resetAndDestroy()
      return
    }
    const far = connect(target, '127.0.0.1')
    const ends: [Socket, Socket][] = [
      [near, far],
      [far, near],
    ]
    for (const [from, to] of ends) {
      sockets.add(from)
      from.on('data', (chunk) => {
        if (state === 'open') to.write(chunk)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    cut: () => {
      state = 'cut'
      drop()
    },
    silence: () => (state = 'silent'),
    mend: () => {
      // What was swallowed is lost: those connections are of no use to anybody.
      if (state === 'silent') drop()
      state = 'open'
    },
    close: async () => {
      drop()
      server.close()
      await once(server, 'close')
    },
  }
}
