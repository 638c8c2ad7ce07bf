// Express 5 with handlebars and the database's own driver: the same rows as the tracker's pages, and nothing else.
// No sessions, no security headers, no scoping. BYTES says how long each page is: fixed text fills what is short.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import Handlebars from 'handlebars'
import { connect } from './connect.ts'
import { PAGES } from './queries.ts'

const database = await connect(process.env['DATABASE_URL'] ?? '', process.env['INSERT_URL'] ?? '')
const bytes = JSON.parse(process.env['BYTES'] ?? '{}') as Record<string, number>
const source = readFileSync(join(import.meta.dirname, 'page.hbs'), 'utf8')
const template = Handlebars.compile(source)
const fills = new Map<string, string>()
const app = express()

app.get('/:page/:id', async (req, res) => {
  const { page, id } = req.params
  const queries = PAGES[page] ?? []
  const results = await Promise.all(queries.map(async (sql) => database.select(sql, Number(id))))
  const shown = { title: page, results }
  const fill = fills.get(req.path) ?? ' '.repeat(Math.max(0, (bytes[page] ?? 0) - template(shown).length))
  fills.set(req.path, fill)
  res.type('html').send(template({ ...shown, fill }))
})

app.post('/insert', express.urlencoded({ extended: false }), async (req, res) => {
  const body = req.body as Record<string, string>
  await database.insert([
    body['rag'] ?? '',
    body['narrative'] ?? body['discussion'] ?? '',
    body['formKey'] ?? '',
  ])
  res.redirect(303, '/')
})

app.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('answers')
})
