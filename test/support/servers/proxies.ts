import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  /** The file that says whom to trust. */
  file: string
  cert: Buffer
  key: Buffer
}

/** Makes a certificate for localhost that nobody has signed. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-certificate-'))
  const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', keyFile, '-out', file],
    ],
    { stdio: 'ignore' },
  )
  return { file, cert: readFileSync(file), key: readFileSync(keyFile) }
}

/** Starts a server on a free port of this machine and gives the port. */
export async function listenAnywhere(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}

/** Gives a proxy before the server on a port, that changes the headers as told; with a certificate it speaks https. */
export function proxyTo(
  port: number,
  change: (headers: IncomingHttpHeaders, visitor: string) => IncomingHttpHeaders,
  certificate?: Certificate,
): Server {
  const pass: RequestListener = (req, res) => {
    const headers = change(req.headers, req.socket.remoteAddress ?? '')
    const onward = request(
      { host: '127.0.0.1', port, path: req.url, method: req.method, headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(res)
      },
    )
    onward.on('error', () => res.writeHead(502).end())
    req.pipe(onward)
  }
  return certificate === undefined ? createServer(pass) : createSecureServer(certificate, pass)
}

/** Adds the visitor's address and protocol, as a proxy should. */
export function forwarded(headers: IncomingHttpHeaders, visitor: string): IncomingHttpHeaders {
  const before = headers['x-forwarded-for']
  const addresses = before === undefined ? visitor : `${String(before)}, ${visitor}`
  return { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': addresses }
}
