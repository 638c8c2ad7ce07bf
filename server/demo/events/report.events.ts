import { fieldVersion, UNSEEN } from '../../shared/merged-fields.ts'
import { writeReports } from '../../reports/templates/template.noun.ts'
import { findReport, listReportSections } from '../../reports/editor/report.store.ts'
import { saveSections } from '../../reports/editor/section-text.store.ts'
import { issueReport } from '../../reports/issues/issue.store.ts'
import { loadReportParts, toReportPapers } from '../../reports/issues/report-papers.store.ts'
import { beginReport, listReportablePositions } from '../../reports/new-report.store.ts'
import { findTemplate } from '../../reports/templates/template.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { fingerprint } from '../../shared/sealed-json.ts'
import { type DemoReport, reports } from '../story/report.data.ts'
import { minutesLater, moment, workingDay } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { expectOutcome, hereAs, type Scene, there } from './scene.ts'

/** Returns how the head of service began reports about the plan as the last meeting agreed it, wrote in them, and issued those that went out. */
export function reportEvents(today: string): DemoEvent[] {
  const daysAgo = (days: number) => workingDay(addDays(today, -days))
  return reports.flatMap((report) => {
    const { begunDaysAgo, issuedDaysAgo, meetsDaysAgo } = report
    const begun = moment(daysAgo(begunDaysAgo), '10:15')
    let id = 0
    const events: DemoEvent[] = [
      {
        at: begun,
        happens: async (scene) => {
          id = await begin(scene, report, daysAgo(meetsDaysAgo))
        },
      },
      { at: minutesLater(begun, 85), happens: (scene) => write(scene, id, report) },
    ]
    if (issuedDaysAgo === null) return events
    return [
      ...events,
      { at: moment(daysAgo(issuedDaysAgo), '16:05'), happens: (scene: Scene) => issue(scene, id) },
    ]
  })
}

async function begin(scene: Scene, report: DemoReport, meetsOn: string): Promise<number> {
  const { committee, subject, reportOf, signedBy, contact } = report
  const here = await hereAs(scene, 'callum', writeReports)
  const [position] = await listReportablePositions(scene.trx, here)
  const template = there(await findTemplate(scene.trx, here, report.template), `template ${report.template}`)
  const status = 'open' as const
  const facts = { committee, subject, reportOf, signedBy, contact, meetsOn, status }
  return beginReport(scene.trx, here, {
    template,
    position: there(position, 'position to report on'),
    facts: { ...facts, exemptParagraph: '', embargoUntil: null },
  })
}

async function write(scene: Scene, id: number, { written }: DemoReport): Promise<void> {
  const here = await hereAs(scene, 'callum', writeReports)
  const sections = await listReportSections(scene.trx, here, { id })
  const texts = sections.flatMap(({ id: sectionId, text: before, heading }) => {
    const text = written[heading]
    return text === undefined
      ? []
      : { id: sectionId, text, seen: { ...UNSEEN, opened: fieldVersion(before) } }
  })
  const { conflicts, gone } = await saveSections(scene.trx, here, { id }, texts)
  expectOutcome(conflicts.length + gone.length === 0, true, 'what was written in a report')
}

/** As it is looked through on the page from which it is issued. */
async function issue(scene: Scene, id: number): Promise<void> {
  const here = await hereAs(scene, 'callum', writeReports)
  const report = there(await findReport(scene.trx, here, id), 'report to issue')
  const parts = await loadReportParts(scene.trx, here, report)
  const issued = await issueReport(scene.trx, here, id, fingerprint(toReportPapers(parts, null)))
  if (typeof issued !== 'object') throw new Error(`the demo's report was not issued: ${issued}`)
}
