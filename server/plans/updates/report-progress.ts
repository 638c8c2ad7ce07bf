import type { Db } from '../../database/database.ts'
import type { NewDocument } from '../../documents/document.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { joinDates, parseForm } from '../../web/forms.ts'
import { progressReportForm, sentForm } from './progress-update.forms.ts'
import { missingParts, sentWords, updateOf } from './progress-update.rules.ts'
import { sendProgressUpdate, wasSent } from './progress-update.store.ts'
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
  const isWrong = Object.keys(errors).length > 0
  // Of an action whose RAG is known "nothing has changed" makes an update, though what it made awaits acceptance by now.
  const mayBeTwin =
    form.ok && form.value.rag === 'unchanged' && action.rag !== undefined && file?.ok !== false
  if (!form.ok || !place.ok || (isWrong && !mayBeTwin)) return { sent: false, status: 422, errors }
  const update = updateOf(form.value, action)
  const { evidenceTitle: title, evidenceDate: datedOn, evidenceUrl: url } = form.value
  const report = {
    ...update,
    ...place.value,
    posted,
    evidence: title === '' ? undefined : { title, datedOn, url, file: file?.ok ? file.document : undefined },
  }
  const sent = { sent: true, said: sentWords(update.rag, here.partnership.updatesNeedAcceptance) } as const
  if (isWrong)
    return (await wasSent(db, here, action.id, report)) ? sent : { sent: false, status: 422, errors }
  const outcome = await sendProgressUpdate(db, here, action.id, report)
  if (outcome === 'conflict') return { sent: false, status: 409, errors: { report: OVERTAKEN } }
  if (outcome === 'sent otherwise') return { sent: false, status: 409, errors: { report: SENT_OTHERWISE } }
  return sent
}

const INCOMPLETE = 'Something was missing from the form. Check your answers and send it again'

const SENT_OTHERWISE =
  'You sent this form before, and your report was saved as it was then. Nothing is sent of what you have changed since: to report it too, send again'

const OVERTAKEN =
  'Somebody has reported on this action since you opened the page. Read what they said, change your own words where you need to, then send again'
