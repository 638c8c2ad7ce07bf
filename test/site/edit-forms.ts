import { nextYear } from '../support/clock.ts'
import type { Control } from '../support/page.ts'
import type { Name } from '../support/route-table.ts'

/** What is put into the fields of a name: words, or what follows from the fields. */
export type Filling = string | ((fields: readonly Control[]) => string[])

export interface Edit {
  /** The route that the form is sent to. */
  path: string
  /** What tells it from other edits of the same route. */
  title?: string
  /** Where the form is, if it is not at the address that it is sent to. */
  page?: string
  as: Name
  /**
   * What is typed and sent first, by the name of the field (`*` for a number), so that no field is empty: an empty
   * one cannot be lost.
   */
  fill?: Record<string, Filling>
  /** Fields that are empty each time the form is opened, since what is written there becomes something else. */
  empty?: readonly string[]
  /** The fields of the row that waits for more, by new names on each page. */
  nextRow?: RegExp
  /** The name of the button that sends it; without one the first is pressed. */
  button?: string
  /** What the form answers untouched, if it is not that it was saved. */
  answer?: number
}

const all: Filling = (boxes) => boxes.map(({ value }) => value)
/** Another choice in each select of the same name, from the end of the list. */
const choices: Filling = (selects) => selects.map(({ options }, index) => options.at(-1 - index) ?? '')

const partnership = '/partnerships/:slug'
const plan = `${partnership}/plans/:plan`
const row = `${plan}/recommendations/:number`
const action = `${partnership}/actions/:action`
const round = `${partnership}/rounds/:round`
const meeting = `${partnership}/meetings/:meeting`
const report = `${partnership}/reports/:report`
const template = `${partnership}/reports/templates/:template`
const settings = `${partnership}/settings`

const day = (name: string, [dayOfMonth, month, year]: readonly [string, string, string]) => ({
  [`${name}-day`]: dayOfMonth,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
})
const emptyDay = (name: string) => [`${name}-day`, `${name}-month`, `${name}-year`]
const newcomer = ['newName', 'newJobTitle', 'newAgencyId']

const progress = {
  rag: 'amber',
  narrative: 'Two of three panels have met.',
  reason: 'One panel met late.',
  recovery: 'It meets on 4 May.',
  blockedBy: 'A vacancy',
  askOfBoard: 'Fill it',
  measuredValue: '12 of 40',
  evidenceTitle: 'Notes of the panels',
  evidenceUrl: 'https://example.org/panels',
  ...day('evidenceDate', ['2', '11', '2026']),
}

/** What is written about an item of the agenda. Minutes are approved once; each action given out is one more. */
const record = {
  path: `${meeting}/session/:item`,
  as: 'clive',
  fill: {
    discussion: 'The board heard how it went.',
    'askedBy-*': 'Bronwen Board',
    'question-*': 'Who asks the children?',
    'answer-*': 'The case managers do.',
    decision: 'Ask again in spring',
    decisionOpen: all,
    agreedRag: 'red',
    agreedReason: 'Too few were asked.',
    approve: all,
  },
  empty: ['actionDescription', 'actionOwner', ...emptyDay('actionTarget'), 'actionRecommendation', 'approve'],
  // The next question has another key each time.
  nextRow: /^(?:askedBy|question|answer)-/,
} satisfies Edit

/** Every form that shows what is stored and saves it again. */
export const EDITS: readonly Edit[] = [
  { path: '/account/name', page: '/account', as: 'hasan' },

  { path: `${plan}/edit`, as: 'hasan' },
  {
    path: `${row}/edit`,
    as: 'hasan',
    fill: {
      addressee: 'The Management Board',
      deadline: 'Within six months',
      response: 'partly_agreed',
      reason: 'Half of it is done.',
      nature: 'change',
    },
    empty: ['nature', 'why'],
  },
  {
    path: `${row}/champions`,
    as: 'hasan',
    fill: { board: choices, service: choices, nature: 'change' },
    empty: [...newcomer, 'newSide', 'nature', 'why'],
  },
  { path: `${row}/key-lines/:line`, as: 'hasan' },
  {
    path: `${action}/edit`,
    as: 'hasan',
    fill: {
      owners: choices,
      successMeasure: 'Nine in ten children say so',
      baseline: 'Five in ten',
      target: 'Nine in ten by spring',
      desiredOutcome: 'Children are heard',
      nature: 'change',
    },
    empty: [...newcomer, 'nature', 'why'],
  },
  {
    path: `${action}/target-date`,
    as: 'hasan',
    fill: {
      ...day('startsOn', ['1', '4', '2026']),
      ...day('targetOn', ['30', '6', String(nextYear())]),
      nature: 'change',
      reason: 'A vacancy',
    },
    empty: ['nature', 'reason'],
  },
  {
    path: `${round}/my-updates`,
    as: 'sophie',
    button: 'keep',
    fill: Object.fromEntries(Object.entries(progress).map(([name, value]) => [`a*-${name}`, value])),
  },
  { path: `${round}/closing-date`, as: 'hasan' },

  {
    path: `${meeting}/edit`,
    as: 'hasan',
    fill: { place: 'Town hall', link: 'https://example.org/join', quarter: choices, chairPersonId: choices },
  },
  {
    // A move has a reason; without one it is refused.
    path: `${meeting}/date`,
    as: 'hasan',
    empty: ['reason'],
    answer: 422,
  },
  { path: `${meeting}/delegate`, as: 'clive', fill: { accountId: choices } },
  { path: `${meeting}/minute-taker`, as: 'clive', fill: { accountId: choices } },
  {
    path: `${meeting}/agenda/:item`,
    as: 'hasan',
    fill: { minutes: '15', note: 'With the school', title: 'Schools' },
  },
  {
    path: `${meeting}/attendance`,
    page: `${partnership}/meetings/:sessionMeeting/attendance`,
    as: 'hasan',
    fill: {
      'person-*-status': 'deputy',
      'person-*-deputyName': 'Dora Deputy',
      'person-*-deputyAgencyId': choices,
      'person-*-arrivedAt': '10:05',
      'person-*-leftAt': '11:30',
      'person-*-interest': 'Works for the school',
    },
    empty: ['addPersonId', ...newcomer],
  },
  ...['last_minutes', 'matters_arising', 'recommendation', 'other_business'].map((kind) => ({
    ...record,
    title: `the record of an item: ${kind.replace('_', ' ')}`,
    page: `${partnership}/meetings/:sessionMeeting/session/:${kind}_item`,
  })),

  {
    path: `${report}/facts`,
    as: 'hasan',
    fill: {
      status: 'exempt',
      exemptWords: 'Names of children',
      exemptParagraph: choices,
      ...day('embargoUntil', ['1', '3', '2027']),
    },
  },
  {
    path: `${report}/sections`,
    page: report,
    as: 'hasan',
    button: 'section',
    fill: { 'text-*': 'As the board agreed.' },
  },
  {
    path: `${report}/headings/:section`,
    as: 'hasan',
    fill: { numbered: all, officersOnly: all, drafts: choices, hint: 'What the council should know' },
  },
  { path: `${template}/edit`, as: 'hasan' },
  {
    path: `${template}/sections/:templateSection`,
    as: 'hasan',
    fill: { officersOnly: all, drafts: choices, hint: 'What the council should know' },
  },

  {
    path: `${partnership}/people/:person`,
    as: 'amina',
    fill: { sitsOnBoard: all, agencyId: choices, ...day('leftOn', ['31', '3', '2026']) },
  },
  { path: `${partnership}/agencies/:agency`, as: 'amina', fill: { statutory: all } },

  { path: `${settings}/names`, page: settings, as: 'amina' },
  { path: `${settings}/logo`, page: settings, as: 'amina' },
  { path: `${settings}/acceptance`, page: settings, as: 'amina' },
  {
    path: `${settings}/meetings`,
    page: settings,
    as: 'amina',
    fill: { quorumMembers: '3', quorumAgencies: '2' },
  },
  { path: `${settings}/rag-words`, page: settings, as: 'amina' },
  { path: `${settings}/members/:member`, as: 'amina' },
]

export interface Maker {
  /** The route that the form is sent to. */
  path: string
  /** Where the form is, if it is not at the address that it is sent to with `/new`. */
  page?: string
  as: Name
  /** What is typed and chosen, by the name of the field; the others are sent as they stand. */
  fill?: Record<string, Filling>
  /** Whether it is a report that is sent. */
  sendsFile?: boolean
  /** Where what it makes stands. */
  table: string
  /** How many rows it makes there, if it is not one. */
  adds?: number
  /** Why its page needs no address of its own that a browser can go back to. */
  onSharedPage?: string
}

const section = { heading: 'What the council should know', hint: '' }

/** Every form that makes something new each time, in an order in which one does not need what another uses up. */
export const MAKES: readonly Maker[] = [
  {
    path: `${partnership}/plans`,
    as: 'hasan',
    fill: { title: 'Plan of the visit', slug: 'visit', source: choices },
    table: 'plans',
  },
  {
    path: `${plan}/coverage`,
    page: `${plan}/coverage`,
    as: 'hasan',
    fill: { 'place-*': ([select]) => [select?.options.at(1) ?? ''] },
    table: 'key_lines',
    onSharedPage: 'a recommendation quotes a finding once',
  },
  {
    path: `${plan}/key-lines`,
    page: `${plan}/coverage/:finding`,
    as: 'hasan',
    fill: { recommendationNumber: choices },
    table: 'key_lines',
    onSharedPage: 'a recommendation quotes a finding once',
  },
  {
    path: `${plan}/set-asides`,
    page: `${plan}/coverage/:finding`,
    as: 'hasan',
    fill: { reason: 'Put right before the report came out' },
    table: 'findings_set_aside',
    onSharedPage: 'a finding is set aside once',
  },
  {
    path: `${plan}/recommendations`,
    as: 'hasan',
    fill: { text: 'Ask every child what helped' },
    table: 'recommendations',
  },
  { path: `${row}/key-lines`, as: 'hasan', fill: { text: 'How are children asked?' }, table: 'key_lines' },
  {
    path: `${row}/actions`,
    as: 'hasan',
    fill: { description: 'Ask each child at the end', newName: 'Nia Newcomer' },
    table: 'actions',
  },
  {
    path: `${partnership}/rounds`,
    as: 'hasan',
    fill: { plan: '2026-27', ...day('closesOn', ['31', '12', '2099']) },
    table: 'update_rounds',
  },
  {
    path: `${partnership}/meetings`,
    as: 'hasan',
    fill: { ...day('heldOn', ['3', '3', String(nextYear())]), startsAt: '10am' },
    table: 'meetings',
  },
  { path: `${meeting}/agenda`, as: 'hasan', fill: { title: 'Schools' }, table: 'agenda_items' },
  {
    path: `${meeting}/addenda`,
    page: `${partnership}/meetings/:minutedMeeting/addenda`,
    as: 'clive',
    fill: { text: 'The police were there from 11am.' },
    table: 'addenda',
  },
  {
    path: `${partnership}/inspections/import/:import`,
    page: `${partnership}/inspections/import/:import`,
    as: 'hasan',
    table: 'inspections',
    onSharedPage: 'one that was saved leads on to its inspection',
  },
  {
    path: `${partnership}/inspections/import`,
    page: `${partnership}/inspections/import`,
    as: 'hasan',
    sendsFile: true,
    table: 'report_imports',
  },
  {
    path: `${partnership}/inspections/import/by-hand`,
    page: `${partnership}/inspections/import/by-hand`,
    as: 'hasan',
    fill: { framework: 'other' },
    table: 'report_imports',
  },
  {
    path: `${partnership}/reports`,
    as: 'hasan',
    fill: {
      template: ([first]) => [first?.value ?? ''],
      committee: 'Scrutiny',
      reportOf: 'Head of service',
      subject: 'How the plan goes',
    },
    table: 'reports',
  },
  { path: `${report}/headings`, as: 'hasan', fill: section, table: 'report_sections' },
  {
    path: `${report}/issues`,
    page: `${report}/issues`,
    as: 'hasan',
    table: 'report_issues',
    onSharedPage: 'a report is not issued again before it changes',
  },
  {
    path: `${partnership}/reports/templates`,
    as: 'hasan',
    fill: {
      name: 'For scrutiny',
      from: choices,
      opening: ([first]) => [first?.value ?? ''],
      numbering: ([first]) => [first?.value ?? ''],
    },
    table: 'report_templates',
  },
  { path: `${template}/sections`, as: 'hasan', fill: section, table: 'report_template_sections' },
  { path: `${partnership}/people`, as: 'amina', fill: { name: 'Twice Told' }, table: 'people' },
  { path: `${partnership}/agencies`, as: 'amina', fill: { name: 'Fire service' }, table: 'agencies' },
  {
    path: `${settings}/members/invitations`,
    as: 'amina',
    fill: { email: 'twice@example.org', roles: 'observer' },
    table: 'one_time_links',
  },
  {
    path: `${settings}/members/:member/password-reset`,
    page: `${settings}/members/:member`,
    as: 'amina',
    table: 'one_time_links',
    onSharedPage: 'a link ends the one before',
  },
]

/** Every other form, with why it is no edit: what it does when nothing is typed. It makes nothing new when sent again. */
export const ACTS: Readonly<Record<string, string>> = {
  '/sign-in': 'signs in',
  '/sign-out': 'signs out',
  '/invitations/:token': 'joins with an invitation',
  '/password-reset/:token': 'sets a new password, which no page shows',
  '/account/links-told': 'notes that somebody was told of a link',
  '/account/password': 'sets a new password, which no page shows',
  '/account/sign-out-everywhere': 'ends sessions',
  '/kept-words/discard': 'throws words away',

  [`${partnership}/drafts/:kind/:record`]: 'keeps what was typed and not sent',
  [`${partnership}/drafts/:kind/:record/discard`]: 'throws words away',
  [`${partnership}/drafts/:kind/:record/use`]: 'chooses between two drafts',

  [`${plan}/set-asides/:id/end`]: 'ends that',
  [`${row}/key-lines/:line/end`]: 'removes a key line',
  [`${action}/updates`]: 'sends what was reported, and its words come back as drafts',
  [`${action}/updates/:update/acceptance`]: 'decides on an update',
  [`${action}/updates/:update/confirmation`]: 'confirms that an action is complete',
  [`${action}/withdrawal`]: 'withdraws an action',

  [`${round}/closing`]: 'closes it',
  [`${round}/updates/:update/decision`]: 'decides on an update',

  [`${meeting}/cancellation`]: 'cancels it',
  [`${meeting}/session`]: 'begins it',
  [`${meeting}/session/as-reported`]: 'agrees the RAGs that were ticked as they were reported',
  [`${meeting}/session/confirmation`]: 'confirms what the minute taker recorded',
  [`${meeting}/attendance/statements`]: 'records that there were none, and takes it back',
  [`${meeting}/ending`]: 'ends it',
  [`${meeting}/minutes`]: 'finalises the minutes',
  [`${meeting}/pack`]: 'makes a file',
  [`${meeting}/agenda/order`]: 'brings the agenda up to date with the plan',
  [`${meeting}/agenda/:item/position`]: 'moves an item',
  [`${meeting}/agenda/:item/removal`]: 'removes it',
  [`${meeting}/agenda/:item/deferral`]: 'puts it off to another meeting',
  [`${meeting}/agenda/:item/return`]: 'puts it back',

  [`${partnership}/inspections/import/:import/discard`]: 'throws it away',

  [`${report}/meeting`]: 'takes the facts of another meeting',
  [`${report}/archive`]: 'archives it, and takes it back',
  [`${report}/headings/:section/position`]: 'moves it',
  [`${report}/headings/:section/removal`]: 'removes it',
  [`${template}/removal`]: 'removes it',
  [`${template}/sections/:templateSection/position`]: 'moves it',
  [`${template}/sections/:templateSection/removal`]: 'removes it',

  [`${settings}/logo/remove`]: 'removes the logo',
  [`${settings}/members/links/:link/ending`]: 'ends a link',
  [`${settings}/members/:member/ending`]: 'ends access',
  [`${settings}/members/:member/return`]: 'gives access back',
}
