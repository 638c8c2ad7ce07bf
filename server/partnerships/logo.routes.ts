import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { NotFound } from '../web/errors.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { allow, hereOf } from './here.ts'
import { readLogo, logoForm, logoRemovalForm } from './logo.forms.ts'
import { findLogo, type Logo, removeLogo, saveLogo } from './logo.store.ts'
import { showSettings } from './all-settings.page.ts'
import { changeSettings } from './settings.noun.ts'

const path = '/partnerships/:slug/settings/logo'

/** The logo that stands on papers: on the settings page it is uploaded, replaced and removed. */
export function logoRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/logo.png', async (req, res) => {
    const logo = await findLogo(db, hereOf(res))
    if (logo === undefined) throw new NotFound('no logo')
    // A logo never changes under its id: the settings page asks for it with that.
    const isById = req.query['v'] === String(logo.id)
    res.set('Cache-Control', isById ? 'private, max-age=31536000, immutable' : 'private, no-cache')
    res.set('ETag', `"logo-${logo.id}"`)
    res.type('png').send(logo.png)
  })

  router.post(path, allow(changeSettings), async (req, res) => {
    const here = hereOf(res)
    const current = await findLogo(db, here)
    const form = parseForm(logoForm, req.body)
    const file = await fileOf(req, res, current)
    if (!form.ok || !file.ok) {
      const errors = { ...(file.ok ? {} : { file: file.message }), ...(form.ok ? {} : form.errors) }
      res.status(422)
      await showSettings(db, res, { values: valuesOf(req), ...withSummary(errors) })
      return
    }
    const { replaces, alternative } = form.value
    if ((await saveLogo(db, here, replaces, { ...file.logo, alternative })) === 'saved') {
      redirectWith(req, res, addressOf(res), 'The logo was saved. It stands on every paper from now on.')
    } else await showConflict(db, req, res)
  })

  router.post(`${path}/remove`, allow(changeSettings), async (req, res) => {
    const form = parseForm(logoRemovalForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showSettings(db, res, withSummary({ file: form.errorSummary[0]?.text ?? '' }))
    } else if ((await removeLogo(db, hereOf(res), form.value.removes)) === 'removed') {
      redirectWith(req, res, addressOf(res), 'The logo was removed. Papers made from now on have none.')
    } else await showConflict(db, req, res)
  })

  return router
}

type ChosenFile = { ok: true; logo: Omit<Logo, 'id' | 'alternative'> } | { ok: false; message: string }

/** The file of the form, read; without one the current logo, of which only the words change. */
async function fileOf(req: Request, res: Response, current: Logo | undefined): Promise<ChosenFile> {
  if (res.locals['fileTooLarge'] === true) {
    return { ok: false, message: 'The logo must be 1 MB or smaller. Save it smaller and upload it again' }
  }
  if (req.file === undefined) {
    return current === undefined
      ? { ok: false, message: 'Choose a PNG or SVG file of the logo' }
      : { ok: true, logo: current }
  }
  const read = await readLogo(req.file.buffer, hereOf(res).account.id)
  return read.ok ? { ok: true, logo: { fileName: req.file.originalname, ...read.picture } } : read
}

async function showConflict(db: Db, req: Request, res: Response): Promise<void> {
  const saved = await findLogo(db, hereOf(res))
  const { alternative } = valuesOf(req)
  const inWords = (fileName: string | undefined, says: unknown) => ({
    'The file': fileName ?? '',
    'What the logo says': typeof says === 'string' ? says : '',
  })
  const { conflict, errorSummary } = bothVersions(
    'the logo',
    differing(
      inWords(req.file?.originalname ?? saved?.fileName, alternative ?? saved?.alternative),
      inWords(saved?.fileName, saved?.alternative),
    ),
    undefined,
    {
      text: 'Somebody else has changed the logo since you opened the page',
      advice: 'Look at what is saved now, and choose your file again if it is to replace that.',
    },
  )
  res.status(409)
  await showSettings(db, res, { values: valuesOf(req), conflicts: { logo: conflict }, errorSummary })
}

/** What was typed; the id of the current logo is filled in anew. */
function valuesOf(req: Request): { alternative?: unknown } {
  const { alternative } = (req.body ?? {}) as { alternative?: unknown }
  return alternative === undefined ? {} : { alternative }
}

function addressOf(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/settings`
}
