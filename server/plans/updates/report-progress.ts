import type { Db } from '../../database/database.ts'
import type { NewDocument } from '../../documents/document.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { joinDates, parseForm } from '../../web/forms.ts'
import { progressReportForm, sentForm } from './progress-update.forms.ts'
import { missingParts, sentWords, updateOf } from './progress-update.rules.ts'
import { sendProgressUpdate } from './progress-update.store.ts'
import type { ReportableAction } from './reportable-action.store.ts'

/** What came of a report: `said` is for its writer; else the messages by field, `report` for the whole of it. */
type Reported =
  { sent: true; said: string } | { sent: false; status: 409 | 422; errors: Record<string, string> }

/** A file that came with the report, checked. */
type CheckedFile = { ok: true; document: NewDocument } | { ok: false; message: string }

/** Checks a report on an action, as it was posted, and sends it: the one way in, whatever page it is written on. */
export async function reportProgress(
  db: Db,
  here: Here,
  action: Pick<ReportableAction, 'id' | 'rag' | 'waiting'>,
  posted: Record<string, unknown>,
  file?: CheckedFile,
): Promise<Reported> {
  const form = parseForm(progressReportForm, joinDates(posted, ['evidenceDate']))
  const place = parseForm(sentForm, posted)
  const errors = {
    ...(place.ok ? {} : { report: INCOMPLETE }),
    ...(form.ok
      ? missingParts(form.value, action, { hasFile: file !== undefined, today: here.today })
      : form.errors),
    ...(file?.ok === false ? { file: file.message } : {}),
  }
  if (!form.ok || !place.ok || Object.keys(errors).length > 0) return { sent: false, status: 422, errors }
  const update = updateOf(form.value, action)
  const { evidenceTitle: title, evidenceDate: datedOn, evidenceUrl: url } = form.value
  const outcome = await sendProgressUpdate(db, here, action.id, {
    ...update,
    ...place.value,
    posted,
    evidence: title === '' ? undefined : { title, datedOn, url, file: file?.ok ? file.document : undefined },
  })
  if (outcome === 'conflict') return { sent: false, status: 409, errors: { report: OVERTAKEN } }
  return { sent: true, said: sentWords(update.rag, here.partnership.updatesNeedAcceptance) }
}

const INCOMPLETE = 'Something was missing from the form. Check your answers and send it again'

const OVERTAKEN =
  'Somebody has reported on this action since you opened the page. Read what they said, change your own words where you need to, then send again'
