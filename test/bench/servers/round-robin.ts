// Passes each connection on to the next of the servers in SERVERS (ports, by commas), and the visitor's address.
import { createServer, request, Agent } from 'node:http'

const ports = (process.env['SERVERS'] ?? '').split(',').map(Number)
const agent = new Agent({ keepAlive: true })
let turn = 0

const server = createServer((req, res) => {
  turn = (turn + 1) % ports.length
  const passed = request(
    {
      agent,
      port: ports[turn],
      host: '127.0.0.1',
      method: req.method,
      path: req.url,
      headers: { ...req.headers, 'x-forwarded-for': req.socket.remoteAddress ?? '' },
    },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    },
  )
  passed.on('error', () => res.destroy())
  req.pipe(passed)
})
// As long as the tracker: somebody who thinks for five seconds would else meet a connection that is just being closed.
server.keepAliveTimeout = 75_000
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('answers')
})
