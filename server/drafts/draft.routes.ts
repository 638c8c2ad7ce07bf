import { type Request, type Response, Router } from 'express'
import { askAtOnce } from '../database/at-once.ts'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { shortText } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { draftAddress, type DraftForm, type DraftPlace } from './draft-form.ts'
import { MARKS, readMarks } from './draft-marks.ts'
import { openForm, savedWords } from './draft.page.ts'
import { discardDrafts, type DraftRow, draftsOfForm, givenUp, useDraft } from './draft.store.ts'
import { keepDrafts, NO_ROOM } from './keeping.store.ts'
import { listWriters } from './writer.store.ts'
import { keepForm } from './keep-form.ts'
import { type Typed, typedByScript } from './typed-words.forms.ts'

const path = '/partnerships/:slug/drafts/:kind/:record'

interface Asked {
  here: Here
  form: DraftForm
  id: number
  place: DraftPlace
}

/** The words that somebody is typing into a form, kept for them alone. */
export function draftRoutes(db: Db, forms: readonly DraftForm[]): Router {
  const router = Router()

  const asked = async (req: Request, res: Response, { reads = false } = {}): Promise<Asked> => {
    const here = hereOf(res)
    const form = forms.find(({ kind }) => kind === req.params['kind'])
    const id = idOf(String(req.params['record']))
    const place = form && id !== undefined ? await form.load(db, here, id) : undefined
    if (form === undefined || id === undefined || place === undefined) throw new NotFound('no such form')
    if (place.readOnly === true && !reads) throw new Forbidden(place.closed)
    return { here, form, id, place }
  }

  // Where the form is closed, what was typed and not sent is still there to be copied.
  router.get(path, async (req, res) => {
    const { here, form, id, place } = await asked(req, res, { reads: true })
    if (place.closed === undefined) res.redirect(303, place.page)
    else await showKept(db, res, { here, form, id, place })
  })

  // Of a form that has more drafts than its page shows.
  router.get(`${path}/kept`, async (req, res) => {
    await showKept(db, res, await asked(req, res, { reads: true }))
  })

  router.post(path, async (req, res) => {
    if (req.accepts(['html', 'json']) === 'json') await keepForScript(db, req, res, () => asked(req, res))
    else await keepForForm(db, req, res, await asked(req, res))
  })

  // Asks first, with the words: they are gone for good. Only those that were shown are discarded.
  router.post(`${path}/discard`, async (req, res) => {
    const found = await asked(req, res, { reads: true })
    const { here, form, id, place } = found
    const rows = await askedToDiscard(db, found, bodyOf(req))
    if (rows.length === 0) redirectWith(req, res, place.page, 'That draft is no longer there.')
    else if (bodyOf(req)['discard'] !== 'yes') await showDiscarding(db, res, found, rows)
    else {
      await discardDrafts(
        db,
        here,
        form.kind,
        id,
        rows.map((row) => row.id),
      )
      redirectWith(req, res, place.page, 'Your draft was discarded.')
    }
  })

  router.post(`${path}/use`, async (req, res) => {
    const { here, form, id, place } = await asked(req, res)
    const row = idOf(shortText(bodyOf(req)['row']))
    const isThere = row !== undefined && (await useDraft(db, here, form.kind, id, row))
    const said = isThere ? 'The draft is in the form. Nothing was sent.' : 'That draft is no longer there.'
    redirectWith(req, res, place.page, said)
  })

  router.get(`${path}/news`, async (req, res) => {
    const { here, form, id } = await asked(req, res)
    const known = shortText(req.query['known'])
    const news = (await form.news?.(db, here, id, known)) ?? { at: '', fields: [] }
    const writers = await listWriters(db, here, form.kind, id)
    res.json({
      writing: writers.map((writer) => `${writer}, is writing here.`),
      at: news.at,
      fields: news.fields.map(({ at, ...field }) => ({
        ...field,
        at: at === '' ? '' : savedWords(here, at),
      })),
    })
  })

  return router
}

/** What the script is told: a sentence to show, and the numbers of the drafts. */
async function keepForScript(db: Db, req: Request, res: Response, load: () => Promise<Asked>): Promise<void> {
  try {
    const { here, form, id, place } = await load()
    const typed = typedByScript(form, bodyOf(req))
    if (!typed.ok) {
      res.status(422).json({ said: typed.said })
      return
    }
    const turn = idOf(shortText(bodyOf(req)['turn']))
    const words = typed.words.map((word) => ({ ...word, recordId: id }))
    const outcome = await keepDrafts(db, here, form.kind, words, turn)
    if (typeof outcome === 'string') {
      res.status(409).json({ said: NO_ROOM[outcome] })
      return
    }
    const { savedAt, kept, overtakenBy } = outcome
    const said =
      overtakenBy === undefined
        ? `Draft saved at ${savedWords(here, savedAt)}`
        : 'Not kept: newer words from this page are a draft already'
    res.json({
      said: place.closed === undefined ? said : `${place.closed} ${said}: copy your words from here.`,
      savedAt,
      overtakenBy,
      closed: place.closed !== undefined,
      rows: Object.fromEntries(kept.map(({ field, id: row, replaced }) => [field, { row, replaced }])),
    })
  } catch (error) {
    if (error instanceof Forbidden) res.status(403).json({ said: `Not kept: ${error.message}` })
    else if (error instanceof NotFound) res.status(404).json({ said: GONE })
    else throw error
  }
}

/** The button "Save draft", for those without the script. */
async function keepForForm(db: Db, req: Request, res: Response, asked: Asked): Promise<void> {
  const { here, form, id, place } = asked
  const kept = await keepForm(db, here, form, id, bodyOf(req))
  if (!kept.ok) {
    await showNotKept(db, res, kept.status, asked, kept)
    return
  }
  const file = req.file === undefined ? '' : ' The file was not kept: choose it again when you send.'
  redirectWith(req, res, place.page, kept.said + file)
}

async function showKept(db: Db, res: Response, { here, form, id, place }: Asked): Promise<void> {
  const { rows } = await askAtOnce(db, { rows: draftsOfForm(here, form.kind, id) })
  const { drafts } = openForm(here, form, id, {}, rows)
  const inWords = await wordsIn(db, here, form)
  res.render('drafts/kept', {
    pageTitle: 'What you typed and did not send',
    backLink: { href: place.page, text: 'Back' },
    place,
    drafts,
    words: wordsOf(
      here,
      inWords,
      rows.filter(({ value }) => value.trim() !== ''),
    ),
  })
}

function wordsOf(here: Here, inWords: InWords, rows: readonly DraftRow[]) {
  return rows.map(({ id, field, value, savedAt }) => ({
    id,
    ...inWords(field, value),
    saved: savedWords(here, savedAt),
  }))
}

/** The drafts that a page names: the one beside its button, those whose words it showed, or all that it and its form wrote. */
async function askedToDiscard(
  db: Db,
  { here, form, id }: Asked,
  body: Readonly<Record<string, unknown>>,
): Promise<DraftRow[]> {
  const { rows } = await askAtOnce(db, { rows: draftsOfForm(here, form.kind, id) })
  const named = body['rows'] ?? body['row']
  if (typeof named === 'string') {
    const numbers = new Set(named.split(' '))
    return rows.filter((row) => numbers.has(String(row.id)))
  }
  const marks = givenUp(readMarks(body[MARKS]))
  return rows.filter((row) => row.page === marks.page || marks.rows.includes(row.id))
}

async function showDiscarding(
  db: Db,
  res: Response,
  { here, form, id, place }: Asked,
  rows: readonly DraftRow[],
): Promise<void> {
  const address = draftAddress(here, form.kind, id)
  res.render('drafts/discarding', {
    pageTitle: 'Discard your draft?',
    backLink: { href: address, text: 'Back' },
    place,
    address,
    words: wordsOf(here, await wordsIn(db, here, form), rows),
    rows: rows.map((row) => row.id).join(' '),
  })
}

async function showNotKept(
  db: Db,
  res: Response,
  status: number,
  { here, form, place }: Asked,
  { said, typed }: { said: string; typed: Typed[] },
): Promise<void> {
  const inWords = await wordsIn(db, here, form)
  res.status(status).render('drafts/not-kept', {
    pageTitle: 'Your draft was not saved',
    backLink: { href: place.page, text: place.name },
    errorSummary: [{ href: '#words', text: said }],
    words: typed.map(({ field, value }) => inWords(field, value)),
    place,
  })
}

type InWords = (field: string, value: string) => { label: string; value: string }

async function wordsIn(db: Db, here: Here, form: DraftForm): Promise<InWords> {
  const inWords = await form.inWords?.(db, here)
  return (field, value) => inWords?.(field, value) ?? { label: form.fieldNamed(field)?.label ?? field, value }
}

function bodyOf(req: Request): Record<string, unknown> {
  return (req.body ?? {}) as Record<string, unknown>
}

const GONE =
  'Not kept: what this form is about is no longer here. Copy your words before you leave this page.'
