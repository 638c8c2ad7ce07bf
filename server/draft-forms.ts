import type { DraftForm } from './drafts/draft-form.ts'
import { sessionItemDrafts } from './meetings/session/session-item.drafts.ts'
import { progressReportDrafts } from './plans/updates/progress-update.drafts.ts'

/** Every form whose words are kept while somebody types. */
export const DRAFT_FORMS: readonly DraftForm[] = [progressReportDrafts, sessionItemDrafts]
