import { type Response } from 'express'
import type { Db } from '../../database/database.ts'
import { listMeetings } from '../../meetings/record/meeting.store.ts'
import { readAll } from '../../database/read.ts'
import { MARKS } from '../../drafts/draft-marks.ts'
import { formBack, type FormDrafts, openForm } from '../../drafts/draft.page.ts'
import { draftsOfKind } from '../../drafts/draft.store.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { fieldVersion } from '../../shared/merged-fields.ts'
import {
  conflictSummary,
  type ShownConflict,
  shownConflict,
} from '../../web/conflicts/field-conflict.page.ts'
import { type FieldError, shortText } from '../../web/forms.ts'
import { idOf } from '../../web/page.ts'
import { day, moment } from '../../web/view-helpers.ts'
import { listLeftOut } from './left-out.store.ts'
import { pathOfReport, reportBreadcrumbs } from './report.path.ts'
import { newerMeetings } from './report-meeting.store.ts'
import { reportSectionDrafts } from './report-section.drafts.ts'
import { toEditorPage } from './report.page.ts'
import { listReportSections, type Report, type ReportSection } from './report.store.ts'
import { textBox } from './section-text.forms.ts'
import { mergeSection } from './section-text.rules.ts'
import { type WrittenSection } from './section-text.store.ts'

const REMOVED: FieldError = {
  href: '#lost',
  text: 'Somebody has removed a section that you wrote in. Copy your words, which are not saved, from below',
}

/** Returns what was typed in each section of a posted form. */
export function typedIn(sections: Record<string, { text: unknown }>): Map<number, string> {
  return new Map(
    Object.entries(sections).map(([id, { text }]) => [Number(id), typeof text === 'string' ? text : '']),
  )
}

/** Returns the version with which a posted form opened each section. */
export function openedIn(body: Record<string, unknown>): Map<number, string> {
  return new Map(
    Object.entries(body).flatMap(([name, value]) => {
      const [, id] = /^opened\.text-([1-9]\d{0,8})$/.exec(name) ?? []
      return id === undefined ? [] : [[Number(id), shortText(value)] as const]
    }),
  )
}

interface NotSaved {
  written: readonly WrittenSection[]
  gone: readonly number[]
  body: Record<string, unknown>
}

/** The editor after a save that met another: both people's words, and both texts of what both have changed. */
export async function showMerged(
  db: Db,
  res: Response,
  report: Report,
  { written, gone, body }: NotSaved,
): Promise<void> {
  const here = hereOf(res)
  const sections = new Map((await listReportSections(db, here, report)).map((one) => [one.id, one]))
  const typed = new Map<number, string>()
  const conflicts = new Map<number, ShownConflict>()
  for (const { id, text, seen } of written) {
    const section = sections.get(id)
    const { text: merged, conflict } = mergeSection(section?.text ?? '', { text, seen })
    typed.set(id, section === undefined ? text : merged)
    const { heading = '', savedBy = '', savedAt = '' } = section ?? {}
    const isOwn = savedBy === here.who(here.account.id, savedAt)
    const change = { by: savedBy, at: savedAt, isOwn }
    if (section === undefined || conflict === undefined) continue
    const met = { ...conflict, name: textBox(id) }
    conflicts.set(id, shownConflict(met, { label: heading, change, body, mayKeepBoth: true }))
  }
  const drafted = sections.get(idOf(String(body['draft'])) ?? 0)
  const isNews = conflicts.size + gone.length === 0 && drafted !== undefined
  await showEditor(db, res, report, {
    typed,
    conflicts,
    gone,
    body,
    ...(isNews && {
      errorSummary: [
        {
          href: `#section-${drafted.id}`,
          text: `${drafted.savedBy} has changed “${drafted.heading}” since you opened the page, ${moment(drafted.savedAt)}. Look at it, then draft it again if nothing of it is to stay`,
        },
      ],
    }),
  })
}

/** What others have changed since the form was opened, in a sentence each. */
export function changedByOthers(
  here: Here,
  before: readonly ReportSection[],
  written: readonly WrittenSection[],
): string[] {
  return before.flatMap(({ id, text, heading, savedBy, savedAt }) => {
    const seen = written.find((one) => one.id === id)?.seen
    const isOld = seen === undefined || seen.opened === fieldVersion(text)
    if (isOld || savedBy === here.who(here.account.id, savedAt)) return []
    return [`While you wrote, ${savedBy} changed “${heading}”, ${moment(savedAt)}.`]
  })
}

interface CameBack {
  /** As it was posted. */
  body?: Record<string, unknown>
  typed?: ReadonlyMap<number, string>
  opened?: ReadonlyMap<number, string>
  conflicts?: ReadonlyMap<number, ShownConflict>
  gone?: readonly number[]
  errors?: Record<string, string>
  errorSummary?: FieldError[]
}

/** What the account has typed in the sections of a report and not saved, over the versions that it was typed on. */
async function openSections(db: Db, here: Here, sections: readonly ReportSection[]) {
  const { read, values } = draftsOfKind(here, reportSectionDrafts.kind)
  const rows = await readAll(db, read, values)
  const typed = new Map<number, string>()
  const opened = new Map<number, string>()
  const drafts = new Map<number, FormDrafts>()
  for (const { id, text } of sections) {
    const box = textBox(id)
    const form = openForm(here, reportSectionDrafts, id, { [box]: text }, rows)
    const row = rows.find(({ recordId, field }) => recordId === id && field === box)
    if (row !== undefined) typed.set(id, form.values[box] ?? '')
    if (row?.opened != null) opened.set(id, row.opened)
    drafts.set(id, { ...form.drafts, names: box })
  }
  return { typed, opened, drafts }
}

function draftsBack(
  here: Here,
  sections: readonly ReportSection[],
  body: Record<string, unknown>,
): Map<number, FormDrafts> {
  return new Map(
    sections.map(({ id }) => [
      id,
      { ...formBack(here, reportSectionDrafts, id, partOf(body, id)), names: textBox(id) },
    ]),
  )
}

/** The part of a posted form that is about one section, as a form of its own. */
export function partOf(body: Record<string, unknown>, id: number): Record<string, unknown> {
  const box = textBox(id)
  return { [box]: body[box], [`opened.${box}`]: body[`opened.${box}`], [MARKS]: body[`${MARKS}-${id}`] }
}

/** Renders the editor, with what came back in it. */
export async function showEditor(db: Db, res: Response, report: Report, back: CameBack): Promise<void> {
  const here = hereOf(res)
  const {
    typed = new Map<number, string>(),
    opened = new Map<number, string>(),
    conflicts = new Map<number, ShownConflict>(),
    gone = [],
    body,
    ...errors
  } = back
  const sections = await listReportSections(db, here, report)
  const opening = await openSections(db, here, sections)
  const meetings = await listMeetings(db, here)
  const meeting = meetings.find(({ id }) => id === report.meeting?.id)
  const leftOut = await listLeftOut(db, here, { id: report.planId }, meeting?.endedAt ?? null)
  res.render('reports/editor/report', {
    pageTitle: report.subject,
    breadcrumbs: reportBreadcrumbs(res, report),
    path: pathOfReport(res, report),
    wide: true,
    report,
    nextNumber: (report.issued?.number ?? 0) + 1,
    newer: newerMeetings(meetings, report).map(({ id, heldOn }) => ({
      value: id,
      text: `The meeting of ${day(heldOn)}`,
    })),
    ...toEditorPage({
      base: `/partnerships/${here.partnership.slug}`,
      report,
      sections,
      leftOut,
      typed: body === undefined ? opening.typed : typed,
      opened: body === undefined ? opening.opened : opened,
      drafts: body === undefined ? opening.drafts : draftsBack(here, sections, body),
      conflicts,
    }),
    lost: gone.map((id) => ({ name: 'A section that somebody has removed', value: typed.get(id) })),
    ...(conflicts.size + gone.length > 0 && {
      errorSummary: [...conflictSummary([...conflicts.values()]), ...(gone.length > 0 ? [REMOVED] : [])],
    }),
    ...errors,
  })
}
