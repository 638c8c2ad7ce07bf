import type { DraftForm } from './drafts/draft-form.ts'
import { reportCheckDrafts } from './inspections/report-check.drafts.ts'
import { attendanceDrafts } from './meetings/attendance/attendance.drafts.ts'
import { addendumDrafts } from './meetings/minutes/addendum.drafts.ts'
import { sessionItemDrafts } from './meetings/session/session-item.drafts.ts'
import { newActionDrafts } from './plans/actions/new-action.drafts.ts'
import { newRecommendationDrafts } from './plans/recommendations/new-recommendation.drafts.ts'
import { progressReportDrafts } from './plans/updates/progress-update.drafts.ts'
import { updateCommentDrafts } from './plans/updates/update-comment.drafts.ts'
import { reportSectionDrafts } from './reports/editor/report-section.drafts.ts'

/** Every form whose words are kept while somebody types. */
export const DRAFT_FORMS: readonly DraftForm[] = [
  progressReportDrafts,
  updateCommentDrafts,
  newActionDrafts,
  newRecommendationDrafts,
  reportCheckDrafts,
  sessionItemDrafts,
  attendanceDrafts,
  addendumDrafts,
  reportSectionDrafts,
]
