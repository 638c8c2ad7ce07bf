// Node's own http with one page, the file named in PAGE: the least that so many bytes cost.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const page = readFileSync(process.env['PAGE'] ?? '')
createServer((_req, res) => {
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
  res.end(page)
}).listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('answers')
})
