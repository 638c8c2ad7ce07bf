import type { Db } from '../database/database.ts'
import type { Brand } from '../paper/paper.ts'
import type { Here } from './here.ts'
import { findLogo } from './logo.store.ts'

/** Returns whose papers these are: the names, the colour and the logo from the settings. */
export async function brandOf(db: Db, here: Here): Promise<Brand> {
  const { councilName, name, colour } = here.partnership
  const logo = await findLogo(db, here)
  if (logo === undefined) return { councilName, boardName: name, colour, logo: null }
  const { png, width, height, alternative } = logo
  return {
    councilName,
    boardName: name,
    colour,
    logo: { png: png.toString('base64'), width, height, alternative },
  }
}
