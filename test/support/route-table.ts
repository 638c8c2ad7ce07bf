import type { Cast } from './cast.ts'

export type Name = Exclude<keyof Cast, 'northmoor' | 'eastmarsh'>

export interface RouteRow {
  method: 'GET' | 'POST'
  path: string
  /** Who may: `anybody`, everybody `signed in`, or these members of Northmoor. */
  who: 'anybody' | 'signed in' | readonly Name[]
}

const members: readonly Name[] = ['amina', 'clive', 'bronwen', 'hasan', 'sophie', 'martin', 'olive']
const administrator: readonly Name[] = ['amina']
const administratorAndHead: readonly Name[] = ['amina', 'hasan']
const head: readonly Name[] = ['hasan']
const chair: readonly Name[] = ['clive']
const headAndChair: readonly Name[] = ['hasan', 'clive']
const minuteTakers: readonly Name[] = ['clive', 'hasan', 'martin']

const partnership = '/partnerships/:slug'
const plan = `${partnership}/plans/:plan`
const row = `${plan}/recommendations/:number`
const action = `${partnership}/actions/:action`
const round = `${partnership}/rounds/:round`
const meeting = `${partnership}/meetings/:meeting`
const item = `${meeting}/agenda/:item`
const report = `${partnership}/reports/:report`
const template = `${partnership}/reports/templates/:template`

/** The styles and scripts, which anybody may have, and keep: no pages, so that what is asked of pages is not asked of them. */
export const ASSETS: readonly string[] = [
  '/css/paper.css',
  '/css/screen.css',
  '/js/drafts.js',
  '/js/news.js',
  '/js/govuk-frontend.min.js',
  '/js/progress.js',
  '/js/session-keys.js',
  '/js/start.js',
]

/**
 * Every route of the app that is no file of ours and who may use it, written down apart from the table of permissions: it says what
 * we mean, so that a slip in that table or a route that forgot to ask it is found.
 */
export const ROUTES: readonly RouteRow[] = [
  get('/health', 'anybody'),
  get('/ready', 'anybody'),
  get('/accessibility', 'anybody'),
  get('/privacy', 'anybody'),
  get('/sign-in', 'anybody'),
  post('/sign-in', 'anybody'),
  post('/sign-out', 'anybody'),
  get('/invitations/:token', 'anybody'),
  post('/invitations/:token', 'anybody'),
  get('/password-reset/:token', 'anybody'),
  post('/password-reset/:token', 'anybody'),

  get('/', 'signed in'),
  get('/kept-words', 'signed in'),
  post('/kept-words/discard', 'signed in'),
  get('/help', 'signed in'),
  get('/sending', 'signed in'),
  get('/account', 'signed in'),
  post('/account/name', 'signed in'),
  post('/account/links-told', 'signed in'),
  post('/account/password', 'signed in'),
  get('/account/sign-out-everywhere', 'signed in'),
  post('/account/sign-out-everywhere', 'signed in'),
  get('/partnerships', 'signed in'),

  get(partnership, members),
  get(`${partnership}/theme.css`, members),
  get(`${partnership}/logo.png`, members),

  get(`${partnership}/plans`, members),
  get(`${partnership}/plans/new`, head),
  post(`${partnership}/plans`, head),
  get(plan, members),
  get(`${plan}/edit`, head),
  post(`${plan}/edit`, head),
  get(`${plan}/as-at`, members),
  get(`${plan}/compare`, members),
  get(`${plan}/paper`, members),
  get(`${plan}.pdf`, members),
  get(`${plan}.docx`, members),
  get(`${meeting}/snapshot.pdf`, members),
  get(`${meeting}/snapshot.docx`, members),
  get(`${plan}/rag-over-time`, members),
  get(`${plan}/coverage`, members),
  post(`${plan}/coverage`, head),
  get(`${plan}/coverage/:finding`, head),
  post(`${plan}/key-lines`, head),
  post(`${plan}/set-asides`, head),
  post(`${plan}/set-asides/:id/end`, head),
  get(`${plan}/recommendations/new`, head),
  post(`${plan}/recommendations`, head),
  get(row, members),
  get(`${row}/edit`, head),
  post(`${row}/edit`, head),
  get(`${row}/champions`, head),
  post(`${row}/champions`, head),
  get(`${row}/key-lines/new`, head),
  post(`${row}/key-lines`, head),
  get(`${row}/key-lines/:line`, head),
  post(`${row}/key-lines/:line`, head),
  post(`${row}/key-lines/:line/end`, head),
  get(`${row}/actions/new`, head),
  post(`${row}/actions`, head),

  get(action, members),
  get(`${action}/edit`, head),
  post(`${action}/edit`, head),
  get(`${action}/target-date`, head),
  post(`${action}/target-date`, head),
  // The head of service, the owner and the champion.
  post(`${action}/updates`, ['hasan', 'sophie', 'bronwen']),
  get(`${partnership}/drafts/:kind/:record`, ['hasan', 'sophie', 'bronwen']),
  post(`${partnership}/drafts/:kind/:record`, ['hasan', 'sophie', 'bronwen']),
  get(`${partnership}/drafts/:kind/:record/kept`, ['hasan', 'sophie', 'bronwen']),
  get(`${partnership}/drafts/:kind/:record/news`, ['hasan', 'sophie', 'bronwen']),
  post(`${partnership}/drafts/:kind/:record/discard`, ['hasan', 'sophie', 'bronwen']),
  post(`${partnership}/drafts/:kind/:record/use`, ['hasan', 'sophie', 'bronwen']),
  post(`${action}/updates/:update/acceptance`, ['hasan', 'clive']),
  post(`${action}/updates/:update/confirmation`, ['hasan', 'clive', 'bronwen']),
  // Nobody reports on an action any more once it is withdrawn.
  get(`${action}/withdrawal`, head),
  post(`${action}/withdrawal`, head),
  get(`${partnership}/evidence/:evidence`, members),

  get(`${partnership}/rounds`, members),
  get(`${partnership}/rounds/new`, head),
  post(`${partnership}/rounds`, head),
  get(round, members),
  get(`${round}/closing`, head),
  post(`${round}/closing`, head),
  get(`${round}/closing-date`, head),
  post(`${round}/closing-date`, head),
  post(`${round}/updates/:update/decision`, ['hasan', 'clive']),
  get(`${round}/my-updates`, members),
  // The owner who was asked, and the champion of the recommendation.
  post(`${round}/my-updates`, ['sophie', 'bronwen']),

  get(`${meeting}/session`, minuteTakers),
  post(`${meeting}/session`, minuteTakers),
  // Minute takers for the chair, who confirms it.
  post(`${meeting}/session/as-reported`, ['clive', 'martin']),
  post(`${meeting}/session/confirmation`, chair),
  get(`${meeting}/session/:item`, minuteTakers),
  post(`${meeting}/session/:item`, minuteTakers),
  post(`${meeting}/ending`, minuteTakers),
  get(`${meeting}/minutes`, members),
  get(`${meeting}/minutes/finalising`, chair),
  post(`${meeting}/minutes`, chair),
  get(`${meeting}/minutes/paper`, members),
  get(`${meeting}/minutes.pdf`, members),
  get(`${meeting}/minutes.docx`, members),
  get(`${meeting}/pack`, members),
  post(`${meeting}/pack`, members),
  get(`${meeting}/addenda`, minuteTakers),
  post(`${meeting}/addenda`, minuteTakers),

  get(`${partnership}/meetings`, members),
  get(`${partnership}/meetings/new`, minuteTakers),
  post(`${partnership}/meetings`, minuteTakers),
  get(meeting, members),
  get(`${meeting}/snapshot`, members),
  get(`${meeting}/compare/:other`, members),
  get(`${meeting}/edit`, minuteTakers),
  post(`${meeting}/edit`, minuteTakers),
  get(`${meeting}/date`, minuteTakers),
  post(`${meeting}/date`, minuteTakers),
  get(`${meeting}/cancellation`, minuteTakers),
  post(`${meeting}/cancellation`, minuteTakers),
  get(`${meeting}/delegate`, chair),
  post(`${meeting}/delegate`, chair),
  get(`${meeting}/minute-taker`, minuteTakers),
  post(`${meeting}/minute-taker`, minuteTakers),
  get(`${meeting}/agenda`, minuteTakers),
  get(`${meeting}/agenda/new`, minuteTakers),
  post(`${meeting}/agenda`, minuteTakers),
  post(`${meeting}/agenda/order`, minuteTakers),
  get(item, minuteTakers),
  post(item, minuteTakers),
  post(`${item}/position`, minuteTakers),
  get(`${item}/removal`, minuteTakers),
  post(`${item}/removal`, minuteTakers),
  get(`${item}/deferral`, minuteTakers),
  post(`${item}/deferral`, minuteTakers),
  post(`${item}/return`, minuteTakers),

  get(`${partnership}/inspections`, members),
  get(`${partnership}/inspections/:inspection`, members),
  get(`${partnership}/inspections/:inspection/source`, members),
  get(`${partnership}/inspections/import`, administratorAndHead),
  post(`${partnership}/inspections/import`, administratorAndHead),
  get(`${partnership}/inspections/import/by-hand`, administratorAndHead),
  post(`${partnership}/inspections/import/by-hand`, administratorAndHead),
  get(`${partnership}/inspections/import/readings/:reading`, administratorAndHead),
  get(`${partnership}/inspections/import/readings/:reading/progress`, administratorAndHead),
  get(`${partnership}/inspections/import/:import`, administratorAndHead),
  post(`${partnership}/inspections/import/:import`, administratorAndHead),
  post(`${partnership}/inspections/import/:import/discard`, administratorAndHead),

  get(`${partnership}/attendance`, members),
  get(`${partnership}/meetings/:meeting/attendance`, members),
  post(`${partnership}/meetings/:meeting/attendance`, ['clive', 'hasan', 'martin']),
  post(`${meeting}/attendance/statements`, minuteTakers),

  get(`${plan}.xlsx`, members),
  get(`${plan}.csv`, members),
  get(`${plan}/actions.xlsx`, members),
  get(`${plan}/actions.csv`, members),
  get(`${plan}/movement.xlsx`, members),
  get(`${plan}/movement.csv`, members),
  get(`${meeting}/snapshot.xlsx`, members),
  get(`${meeting}/snapshot.csv`, members),
  get(`${partnership}/attendance.xlsx`, members),
  get(`${partnership}/attendance.csv`, members),
  get(`${meeting}/attendance.xlsx`, members),
  get(`${meeting}/attendance.csv`, members),

  get(`${partnership}/reports`, members),
  get(`${partnership}/reports/new`, headAndChair),
  post(`${partnership}/reports`, headAndChair),
  get(`${partnership}/reports/templates`, headAndChair),
  get(`${partnership}/reports/templates/new`, headAndChair),
  post(`${partnership}/reports/templates`, headAndChair),
  get(template, headAndChair),
  get(`${template}/edit`, headAndChair),
  post(`${template}/edit`, headAndChair),
  get(`${template}/removal`, headAndChair),
  post(`${template}/removal`, headAndChair),
  get(`${template}/sections/new`, headAndChair),
  post(`${template}/sections`, headAndChair),
  get(`${template}/sections/:templateSection`, headAndChair),
  post(`${template}/sections/:templateSection`, headAndChair),
  post(`${template}/sections/:templateSection/position`, headAndChair),
  post(`${template}/sections/:templateSection/removal`, headAndChair),
  get(report, headAndChair),
  post(`${report}/sections`, headAndChair),
  get(`${report}/sections/:section/versions`, headAndChair),
  get(`${report}/headings`, headAndChair),
  get(`${report}/headings/new`, headAndChair),
  post(`${report}/headings`, headAndChair),
  get(`${report}/headings/:section`, headAndChair),
  post(`${report}/headings/:section`, headAndChair),
  post(`${report}/headings/:section/position`, headAndChair),
  post(`${report}/headings/:section/removal`, headAndChair),
  post(`${report}/meeting`, headAndChair),
  get(`${report}/preview`, headAndChair),
  get(`${report}/preview.pdf`, headAndChair),
  get(`${report}/preview.docx`, headAndChair),
  get(`${report}/issues`, headAndChair),
  post(`${report}/issues`, headAndChair),
  get(`${report}/issues/:number`, members),
  get(`${report}/issues/:number.pdf`, members),
  get(`${report}/issues/:number.docx`, members),
  get(`${report}/archive`, headAndChair),
  post(`${report}/archive`, headAndChair),
  get(`${report}/set-aside`, headAndChair),
  get(`${report}/facts`, headAndChair),
  post(`${report}/facts`, headAndChair),

  get(`${partnership}/print-jobs/:job`, members),
  get(`${partnership}/print-jobs/:job/progress`, members),
  get(`${partnership}/print-jobs/:job/file`, members),

  get(`${partnership}/people`, members),
  get(`${partnership}/people/new`, administratorAndHead),
  post(`${partnership}/people`, administratorAndHead),
  get(`${partnership}/people/:person`, administratorAndHead),
  post(`${partnership}/people/:person`, administratorAndHead),
  get(`${partnership}/agencies/new`, administratorAndHead),
  post(`${partnership}/agencies`, administratorAndHead),
  get(`${partnership}/agencies/:agency`, administratorAndHead),
  post(`${partnership}/agencies/:agency`, administratorAndHead),

  get(`${partnership}/settings`, administrator),
  post(`${partnership}/settings/names`, administrator),
  post(`${partnership}/settings/acceptance`, administrator),
  post(`${partnership}/settings/meetings`, administrator),
  post(`${partnership}/settings/rag-words`, administrator),
  post(`${partnership}/settings/logo`, administrator),
  post(`${partnership}/settings/logo/remove`, administrator),
  get(`${partnership}/settings/members`, administrator),
  get(`${partnership}/settings/members/invitations/new`, administrator),
  post(`${partnership}/settings/members/invitations`, administrator),
  post(`${partnership}/settings/members/links/:link/ending`, administrator),
  get(`${partnership}/settings/members/:member`, administrator),
  post(`${partnership}/settings/members/:member`, administrator),
  post(`${partnership}/settings/members/:member/ending`, administrator),
  post(`${partnership}/settings/members/:member/return`, administrator),
  post(`${partnership}/settings/members/:member/password-reset`, administrator),
  get(`${partnership}/audit`, administrator),
]

function get(path: string, who: RouteRow['who']): RouteRow {
  return { method: 'GET', path, who }
}

function post(path: string, who: RouteRow['who']): RouteRow {
  return { method: 'POST', path, who }
}
