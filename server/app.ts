import express, { type Express } from 'express'
import { accountRoutes } from './accounts/account.routes.ts'
import { keptWordsRoutes, rescueWords } from './accounts/kept-words.routes.ts'
import { tellOfLinks } from './accounts/link-told.ts'
import { passwordResetRoutes } from './accounts/password-reset.routes.ts'
import { requireSignIn, signInRoutes } from './accounts/sign-in.routes.ts'
import { setUpSignIn } from './accounts/sign-in.ts'
import { actionDateRoutes, withdrawalRoutes } from './plans/actions/action-changes.routes.ts'
import { actionRoutes } from './plans/actions/action.routes.ts'
import { evidenceRoutes } from './plans/updates/evidence.routes.ts'
import { progressUpdateRoutes } from './plans/actions/progress-update.routes.ts'
import { updateDecisionRoutes } from './plans/actions/update-decision.routes.ts'
import { auditRoutes } from './audit-log/audit.routes.ts'
import { boardHomeRoutes } from './board-home/board-home.routes.ts'
import type { Config } from './config.ts'
import { namesOfKept } from './kept-names.ts'
import type { Db } from './database/database.ts'
import { DRAFT_FORMS } from './draft-forms.ts'
import { draftRoutes } from './drafts/draft.routes.ts'
import { inspectionRoutes } from './inspections/inspection.routes.ts'
import { reportImportRoutes } from './inspections/report-import.routes.ts'
import type { ReadingPatience } from './inspections/report-reading.ts'
import { agendaRoutes } from './meetings/agenda/agenda.routes.ts'
import { agendaItemRoutes } from './meetings/agenda/agenda-item.routes.ts'
import { addendumRoutes } from './meetings/minutes/addendum.routes.ts'
import { agendaRemovalRoutes } from './meetings/agenda/agenda-removal.routes.ts'
import { boardPackRoutes } from './board-pack/board-pack.routes.ts'
import {
  cancellationRoutes,
  meetingRolesRoutes,
  rescheduleRoutes,
} from './meetings/meeting-changes.routes.ts'
import { meetingRoutes } from './meetings/meeting.routes.ts'
import { meetingsRoutes } from './meetings/meetings.routes.ts'
import { minutesRoutes } from './meetings/minutes/minutes.routes.ts'
import { minutesPaperRoutes } from './meetings/minutes/minutes-paper.routes.ts'
import { sessionRoutes } from './meetings/session/session.routes.ts'
import { sessionItemRoutes } from './meetings/session/session-item.routes.ts'
import { compareRoutes } from './plan-history/compare.routes.ts'
import { oldMomentRoutes } from './plan-history/old-moments.routes.ts'
import { planAsAtRoutes } from './plan-history/plan-as-at.routes.ts'
import { planPaperRoutes } from './plan-files/plan-paper.routes.ts'
import { snapshotRoutes } from './meetings/minutes/snapshot.routes.ts'
import { attendanceWorkbookRoutes } from './meetings/attendance/attendance-workbook.routes.ts'
import { attendanceOverRoutes } from './meetings/attendance/attendance-over.routes.ts'
import { attendanceRoutes } from './meetings/attendance/attendance.routes.ts'
import { workbookRoutes } from './plan-files/workbook.routes.ts'
import { invitationRoutes } from './members/invitation.routes.ts'
import { joiningRoutes } from './members/joining.routes.ts'
import { memberRoutes } from './members/member.routes.ts'
import { myWorkRoutes } from './my-work/my-work.routes.ts'
import { loadPartnership } from './partnerships/here.ts'
import { logoRoutes } from './partnerships/logo.routes.ts'
import { partnershipRoutes } from './partnerships/partnership.routes.ts'
import { leadToFirst, sendOnce } from './partnerships/sent-once.ts'
import { settingsRoutes } from './partnerships/settings.routes.ts'
import { agencyRoutes } from './people/agency.routes.ts'
import { personRoutes } from './people/person.routes.ts'
import { championRoutes } from './plans/recommendations/champion.routes.ts'
import { coverageRoutes } from './plans/coverage/coverage.routes.ts'
import { keyLineRoutes } from './plans/recommendations/key-line.routes.ts'
import { planRoutes } from './plans/plan.routes.ts'
import { planTableRoutes } from './plans/plan-table.routes.ts'
import { ragOverTimeRoutes } from './plan-history/rag-over-time.routes.ts'
import { recommendationRoutes } from './plans/recommendations/recommendation.routes.ts'
import { printJobRoutes } from './printing/print-job.routes.ts'
import { myUpdatesRoutes } from './rounds/my-updates.routes.ts'
import { roundClosingRoutes } from './rounds/round-closing.routes.ts'
import { roundDecisionRoutes } from './rounds/round-decision.routes.ts'
import { roundRoutes } from './rounds/round.routes.ts'
import { newReportRoutes } from './reports/new-report.routes.ts'
import { reportFactsRoutes } from './reports/editor/report-facts.routes.ts'
import { issueRoutes } from './reports/issues/issue.routes.ts'
import { issuedRoutes } from './reports/issues/issued.routes.ts'
import { reportHeadingRoutes } from './reports/editor/report-heading.routes.ts'
import { archiveRoutes } from './reports/editor/archive.routes.ts'
import { reportRoutes } from './reports/editor/report.routes.ts'
import { reportsRoutes } from './reports/reports.routes.ts'
import { templateRoutes } from './reports/templates/template.routes.ts'
import { templateSectionRoutes } from './reports/templates/template-section.routes.ts'
import { templatesRoutes } from './reports/templates/templates.routes.ts'
import { type Clock, machineClock } from './shared/clock.ts'
import { NOUNS } from './nouns.ts'
import { openHeavyRead } from './database/heavy-read.ts'
import { healthRoutes } from './site/health.routes.ts'
import { sendingRoutes } from './site/sending.routes.ts'
import { assetRoutes, helpRoutes, publicPageRoutes } from './site/site.routes.ts'
import { BODY_LIMITS, type BodyLimits, limitBodyTime } from './web/receiving/body-time.ts'
import { checkCsrf, explainCsrfRefusals } from './web/csrf.ts'
import { errorPage, notFoundPage } from './web/errors.ts'
import { setUpHandlebars } from './web/handlebars.ts'
import { dropSavedWords, noteOurPages } from './web/kept-words.ts'
import { requestLog } from './web/log.ts'
import { noteMoment, pageContext } from './web/page.ts'
import { setUpSeals } from './web/seal.ts'
import { refuseNul, refuseOtherTargets, securityHeaders } from './web/security.ts'
import { sessions, sessionSecret } from './web/session.ts'
import { openUploadsUnderWay } from './web/receiving/uploads-under-way.ts'
import { receiveForm, receiveLate, receiveUpload } from './web/receiving/uploads.ts'

/**
 * Returns the whole app: what a request passes, in order, then the pages. The map of the site. `readDb` is a
 * replica of the database, from which papers and files are read: nothing that decides who may do what, and nothing
 * to write. `clock` says what day it is and when something was changed, `patience` how long a report may take to be
 * read, and `bodyLimits` how long what somebody sends may take to come.
 */
export async function createApp({
  db,
  readDb = db,
  config,
  clock = machineClock,
  patience,
  bodyLimits = BODY_LIMITS,
}: {
  db: Db
  readDb?: Db
  config: Config
  clock?: Clock
  patience?: ReadingPatience
  bodyLimits?: BodyLimits
}): Promise<Express> {
  const heavyRead = openHeavyRead(db, readDb)
  const app = express()
  app.disable('x-powered-by')
  // No page of a person is kept anywhere (see securityHeaders), so none is asked for again by its tag.
  app.disable('etag')
  app.set('trust proxy', config.trustProxy)
  app.set('query parser', 'simple')
  setUpHandlebars(app)

  app.use(limitBodyTime(bodyLimits))
  app.use(requestLog(config))
  app.use(noteMoment(clock))
  app.use(securityHeaders(config))
  app.use(refuseOtherTargets)
  app.use(assetRoutes())
  app.use(healthRoutes(db, config))
  app.use(noteOurPages(config))
  const secret = await sessionSecret(db, config)
  setUpSeals(app, secret)
  app.use(sessions(db, config, secret))
  const authenticate = setUpSignIn(app, db, clock)
  app.use(pageContext)
  app.use(refuseNul)
  app.use(receiveForm)
  const underWay = openUploadsUnderWay()
  app.use(receiveUpload(bodyLimits, underWay))
  app.use(checkCsrf)

  app.use(publicPageRoutes())
  app.use(signInRoutes(db, authenticate))
  app.use(joiningRoutes(db))
  app.use(passwordResetRoutes(db))

  app.use(requireSignIn)
  app.use(tellOfLinks(db))
  app.use(dropSavedWords)
  app.use(keptWordsRoutes(db, namesOfKept))
  app.use(myWorkRoutes(db))
  app.use(helpRoutes())
  app.use(sendingRoutes(underWay))
  app.use(accountRoutes(db))
  app.use('/partnerships/:slug', loadPartnership(db, NOUNS), sendOnce(db))
  app.use(partnershipRoutes(db))
  app.use(draftRoutes(db, DRAFT_FORMS))
  app.use(boardHomeRoutes(db))
  app.use(workbookRoutes(heavyRead, config.baseUrl))
  app.use(planRoutes(db))
  app.use(planPaperRoutes(db, heavyRead))
  app.use(planTableRoutes(db))
  app.use(planAsAtRoutes(db))
  app.use(ragOverTimeRoutes(db))
  app.use(coverageRoutes(db))
  app.use(recommendationRoutes(db))
  app.use(championRoutes(db))
  app.use(keyLineRoutes(db))
  app.use(actionRoutes(db))
  app.use(actionDateRoutes(db))
  app.use(withdrawalRoutes(db))
  app.use(progressUpdateRoutes(db))
  app.use(updateDecisionRoutes(db))
  app.use(evidenceRoutes(db))
  app.use(roundRoutes(db))
  app.use(roundClosingRoutes(db))
  app.use(roundDecisionRoutes(db))
  app.use(myUpdatesRoutes(db))
  app.use(meetingsRoutes(db))
  app.use(meetingRoutes(db))
  app.use(snapshotRoutes(db))
  app.use(compareRoutes(db))
  app.use(oldMomentRoutes(db))
  app.use(boardPackRoutes(db, heavyRead))
  app.use(rescheduleRoutes(db))
  app.use(cancellationRoutes(db))
  app.use(meetingRolesRoutes(db))
  app.use(agendaRoutes(db))
  app.use(agendaItemRoutes(db))
  app.use(agendaRemovalRoutes(db))
  app.use(sessionRoutes(db))
  app.use(sessionItemRoutes(db))
  app.use(minutesRoutes(db))
  app.use(minutesPaperRoutes(db, heavyRead))
  app.use(addendumRoutes(db))
  app.use(attendanceWorkbookRoutes(heavyRead, config.baseUrl))
  app.use(attendanceRoutes(db))
  app.use(attendanceOverRoutes(db))
  app.use(reportsRoutes(db))
  app.use(newReportRoutes(db))
  app.use(templatesRoutes(db))
  app.use(templateRoutes(db))
  app.use(templateSectionRoutes(db))
  app.use(reportRoutes(db))
  app.use(reportHeadingRoutes(db))
  app.use(archiveRoutes(db))
  app.use(reportFactsRoutes(db))
  app.use(issueRoutes(db))
  app.use(issuedRoutes(db, heavyRead))
  app.use(reportImportRoutes(db, patience))
  app.use(inspectionRoutes(db))
  app.use(printJobRoutes(db))
  app.use(personRoutes(db))
  app.use(agencyRoutes(db))
  app.use(settingsRoutes(db))
  app.use(logoRoutes(db))
  app.use(invitationRoutes(db, config.baseUrl))
  app.use(memberRoutes(db, config.baseUrl))
  app.use(auditRoutes(db, NOUNS))

  app.use(notFoundPage)
  app.use(leadToFirst)
  app.use(explainCsrfRefusals(config))
  app.use(rescueWords(db, namesOfKept))
  app.use(receiveLate)
  app.use(errorPage)
  return app
}
