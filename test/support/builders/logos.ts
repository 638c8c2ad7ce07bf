import { Resvg } from '@resvg/resvg-js'
import type { Db } from '../../../server/database/database.ts'
import { saveLogo } from '../../../server/partnerships/logo.store.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

/** An SVG of 300 by 100 with this inside. */
export function svgOf(inside: string, attributes = ''): Buffer {
  const namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
  return Buffer.from(`<svg ${namespaces} viewBox="0 0 300 100" ${attributes}>${inside}</svg>`)
}

/** A green field, as SVG shapes. */
export const FIELD = '<rect width="300" height="100" fill="#0f7a52"/>'

/** A PNG with these shapes, 300 by 100 or as wide as is said. */
export function pngOf(inside: string, width = 300): Buffer {
  return new Resvg(svgOf(inside), { fitTo: { mode: 'width', value: width } }).render().asPng()
}

/** Adds a logo of the member's partnership, which has none yet. */
export async function addTestLogo(db: Db, member: CastMember): Promise<void> {
  const png = pngOf(FIELD)
  const logo = { fileName: 'field.png', alternative: 'Northmoor Council', png, width: 300, height: 100 }
  await saveLogo(db, await hereFor(db, member), null, logo)
}
