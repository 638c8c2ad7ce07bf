import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { changeSettings } from '../../partnerships/settings.noun.ts'
import { readLogo } from '../../partnerships/logo.forms.ts'
import { saveLogo } from '../../partnerships/logo.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { moment } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { expectOutcome, hereAs } from './scene.ts'

/** Returns how the administrator put the fictional council's logo on its papers, before any went out. */
export function logoEvents(today: string): DemoEvent[] {
  return [
    {
      at: moment(addDays(today, -349), '15:10'),
      happens: async (scene) => {
        const fileName = 'northmoor-council.svg'
        const here = await hereAs(scene, 'fiona', changeSettings)
        const read = await readLogo(await readFile(join(import.meta.dirname, 'logo.svg')), here.account.id)
        if (!read.ok) throw new Error(`the demo's logo is not taken: ${read.message}`)
        const logo = { fileName, alternative: 'Northmoor Council', ...read.picture }
        expectOutcome(await saveLogo(scene.trx, here, null, logo), 'saved', 'the logo')
      },
    },
  ]
}
