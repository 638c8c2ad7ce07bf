import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { findLastChange } from '../audit/audit.ts'
import { DEFAULT_RAG_WORDS } from '../shared/rag.ts'
import { bothVersions } from '../web/conflicts/both-versions.page.ts'
import { parseForm } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { allow, type Here, hereOf } from './here.ts'
import { findMembership } from './partnership.store.ts'
import {
  acceptanceForm,
  meetingSettingsForm,
  namesForm,
  ragWordsForm,
  ragWordsResetForm,
} from './settings.forms.ts'
import { differences, meetingValues, ragValues } from './settings.page.ts'
import { saveAcceptance, saveMeetingSettings, saveNames, saveRagWords } from './settings.store.ts'
import { showSettings } from './all-settings.page.ts'
import { changeSettings } from './settings.noun.ts'

const path = '/partnerships/:slug/settings'

/** What an administrator sets for the partnership: each part has its own form on one page. */
export function settingsRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(changeSettings), async (_req, res) => {
    await showSettings(db, res, {})
  })

  router.post(`${path}/names`, allow(changeSettings), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(namesForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showSettings(db, res, form)
      return
    }
    const { version, ...names } = form.value
    if ((await saveNames(db, here, version, names)) === 'saved') {
      redirectWith(req, res, addressOf(res), 'The names and the colour were saved.')
    } else await showConflict(db, res, 'names', names)
  })

  router.post(`${path}/acceptance`, allow(changeSettings), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(acceptanceForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showSettings(db, res, form)
      return
    }
    const { version, updatesNeedAcceptance: needed } = form.value
    if ((await saveAcceptance(db, here, version, needed)) === 'saved') {
      const text = needed ? 'Progress updates now need acceptance.' : 'Progress updates now count as sent.'
      redirectWith(req, res, addressOf(res), text)
    } else await showConflict(db, res, 'acceptance', { updatesNeedAcceptance: needed ? 'yes' : 'no' })
  })

  router.post(`${path}/meetings`, allow(changeSettings), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(meetingSettingsForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showSettings(db, res, form)
      return
    }
    const { version, ...settings } = form.value
    if ((await saveMeetingSettings(db, here, version, settings)) === 'saved') {
      redirectWith(req, res, addressOf(res), 'The settings of meetings were saved.')
    } else await showConflict(db, res, 'meetings', meetingValues(settings))
  })

  router.post(`${path}/rag-words`, allow(changeSettings), async (req, res) => {
    const here = hereOf(res)
    const form = parseRagWords(req)
    if (!form.ok) {
      res.status(422)
      await showSettings(db, res, form)
      return
    }
    const { version, words } = form.value
    if ((await saveRagWords(db, here, version, words)) === 'saved') {
      redirectWith(req, res, addressOf(res), 'The RAG words were saved.')
    } else await showConflict(db, res, 'ragWords', ragValues(words))
  })

  return router
}

function parseRagWords(req: Request) {
  const { reset } = (req.body ?? {}) as { reset?: unknown }
  if (reset === undefined) return parseForm(ragWordsForm, req.body)
  const form = parseForm(ragWordsResetForm, req.body)
  return form.ok ? { ...form, value: { ...form.value, words: DEFAULT_RAG_WORDS } } : form
}

function addressOf(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/settings`
}

async function showConflict(
  db: Db,
  res: Response,
  form: 'names' | 'acceptance' | 'meetings' | 'ragWords',
  sent: Record<string, unknown>,
): Promise<void> {
  const before = hereOf(res)
  // It may have been saved while this very form was on its way: what is shown is what stands now.
  const found = await findMembership(db, before.account.id, before.partnership.slug)
  const here: Here = { ...before, ...found }
  res.locals['here'] = here
  res.status(409)
  const { conflict, errorSummary } = bothVersions(
    'the settings',
    differences(here, sent),
    await findLastChange(db, here, 'partnerships', here.partnership.id),
  )
  await showSettings(db, res, { values: sent, conflicts: { [form]: conflict }, errorSummary })
}
