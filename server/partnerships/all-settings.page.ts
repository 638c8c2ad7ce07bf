import type { Response } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf, nounsOf } from './here.ts'
import { findLogo } from './logo.store.ts'
import { permissionRows, ragRows, roleColumns, settingsValues } from './settings.page.ts'

/** Renders the settings page, whose parts have routes of their own; `values` are those of the form that came back. */
export async function showSettings(
  db: Db,
  res: Response,
  page: { values?: Record<string, unknown> } & Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const logo = await findLogo(db, here)
  res.render('partnerships/settings', {
    pageTitle: 'Settings',
    ragRows,
    roleColumns,
    permissionRows: permissionRows(nounsOf(res)),
    acceptanceItems: [
      { value: 'yes', text: 'Yes', hint: 'The head of service or the chair accepts each update first.' },
      { value: 'no', text: 'No', hint: 'An update counts as soon as it is sent.' },
    ],
    recordsItems: [
      {
        value: 'yes',
        text: 'Yes',
        hint: 'It is kept as recorded by the minute taker as agreed by the board. The chair or the acting chair confirms each before the minutes are finalised.',
      },
      { value: 'no', text: 'No', hint: 'Only the chair or the acting chair records it.' },
    ],
    logo: logo && { id: logo.id, fileName: logo.fileName, alternative: logo.alternative },
    ...page,
    values: {
      ...settingsValues(here),
      alternative: logo?.alternative ?? here.partnership.councilName,
      ...page.values,
    },
  })
}
