import type { PlanRow } from '../../../server/plans/recommendations/plan-row.store.ts'
import type { DraftingSources } from '../../../server/reports/drafting/drafting.ts'
import { toPositionRow } from '../../../server/plans/position/plan-position.rules.ts'
import { agreedAt, inspection, nothing, said } from '../../support/builders/drafting-sources.ts'
import { action, board, row, service, tbc } from '../../support/builders/plan-rows.ts'

/** A kind of drafted sentence: a board of which it holds, one of which it would be false, and what is said there. */
export interface Draft {
  says: RegExp
  holds: DraftingSources
  fails: DraftingSources
  instead?: RegExp
}

const agreedOn = (rows: PlanRow[], changes: Partial<DraftingSources> = {}): DraftingSources => ({
  ...nothing,
  inspection,
  agreed: agreedAt(12, '2026-12-04', rows),
  ...changes,
})

const green = said('green')
const red = said('red', 'Late')
const started = [action({ rag: 'green' })]
const two = agreedOn([
  row(1, { agreedRags: [green], actions: started }),
  row(2, { agreedRags: [green], actions: started }),
])
const one = (changes: Parameters<typeof row>[1], other: Partial<DraftingSources> = {}) =>
  agreedOn([row(1, { agreedRags: [green], actions: started, ...changes })], other)
const withOther = (changes: Parameters<typeof row>[1]) =>
  agreedOn([
    row(1, { agreedRags: [green], actions: started }),
    row(2, { agreedRags: [green], actions: started, ...changes }),
  ])
const inspected = (changes: Partial<NonNullable<DraftingSources['inspection']>>): DraftingSources => ({
  ...nothing,
  inspection: { ...inspection, ...changes },
})
const quotes = [{ update: 1, action: '3.1', by: 'Sophie for Youth', reason: 'Late' }]
const planned = { ...two.agreed!.position, rows: [toPositionRow(row(1))] }
const before = (rag: Parameters<typeof said>[0]) => ({
  before: agreedAt(9, '2026-09-03', [row(1, { agreedRags: [said(rag, 'Late', '2026-09-03')] })]),
})
const unapproved = { ...two, agreed: { ...two.agreed!, approvedOn: null } }
const approved = { ...two, agreed: { ...two.agreed!, approvedOn: '2027-03-02' } }
const noMinutes = { ...two, agreed: { ...two.agreed!, minutes: null } }
const late = action({ rag: 'red', targetOn: '2026-10-31', firstTargetOn: '2026-10-01' })
const slipped = {
  ...late,
  moves: [{ from: '2026-10-01', to: '2026-10-31', reason: 'Late', at: '2026-09-20T09:00:00.000Z' }],
}
const onItsWay = { ...late, lastUpdate: { ...late.lastUpdate!, recovery: 'A waiver' } }

export const DRAFTS: Draft[] = [
  // What it is for.
  {
    says: /^To tell the Committee what the inspection of .* found, and where the plan of the Northmoor .* stood on /,
    holds: two,
    fails: inspected({}),
    instead: /^To tell the Committee what the inspection of .* found\.$/,
  },
  {
    says: /^To tell the Committee what the inspection of .* found, and what is planned\.$/,
    holds: { ...inspected({}), planned },
    fails: { ...inspected({}), planned: { ...planned, rows: [] } },
    instead: /found\.$/,
  },
  {
    says: /^To tell the Committee what the inspection of .* found\.$/,
    holds: inspected({}),
    fails: nothing,
    instead: /^To tell the Committee about the plan “Improvement plan”\.$/,
  },
  { says: /^To tell the Committee about the plan “Improvement plan”/, holds: nothing, fails: inspected({}) },
  {
    says: /^- note where the plan stood on 4 December 2026;$/,
    holds: two,
    fails: nothing,
    instead: /^- note the plan “Improvement plan”;$/,
  },
  { says: /^- note the plan “Improvement plan”;$/, holds: nothing, fails: two },
  // The inspection.
  {
    says: /^HM Inspectorate of Probation has inspected .* and rated it “Good”, with 3 recommendations\.$/,
    holds: inspected({}),
    fails: inspected({ overallRating: null, recommendations: [] }),
    instead: /has inspected Northmoor Youth Justice Service\.$/,
  },
  {
    says: /has inspected Northmoor Youth Justice Service\.$/,
    holds: inspected({ overallRating: null, recommendations: [] }),
    fails: nothing,
  },
  {
    says: /^HM Inspectorate of Probation inspected .* in March 2025\.$/,
    holds: inspected({}),
    fails: nothing,
  },
  { says: /^Its report was published on /, holds: inspected({}), fails: inspected({ published: null }) },
  {
    says: /^The service was rated “Good” overall, with a score of 2[78] out of 36\.$/,
    holds: inspected({}),
    fails: inspected({ overallRating: null }),
    instead: /^The report gives the service a score of 27 out of 36\.$/,
  },
  {
    says: /^The report gives the service a score of /,
    holds: inspected({ overallRating: null }),
    fails: inspected({ overallRating: null, printedScore: null }),
  },
  {
    says: /^The ratings in the report add up to 27\.$/,
    holds: inspected({ printedScore: 28 }),
    fails: inspected({}),
  },
  {
    says: /^The report makes 3 recommendations: 2 to .* and 1 to /,
    holds: inspected({}),
    fails: inspected({ recommendations: [] }),
  },
  {
    says: /^HM Chief Inspector of Probation inspects /,
    holds: inspected({}),
    fails: inspected({ inspectorate: 'Ofsted' }),
  },
  { says: /^(HM Inspectorate of Probation|Ofsted) /, holds: inspected({}), fails: nothing },
  // The plan.
  {
    says: /^The plan “Improvement plan” has been drawn up in answer to the inspection\.$/,
    holds: inspected({}),
    fails: nothing,
    instead: /has been drawn up\.$/,
  },
  { says: /^The plan “Improvement plan” has been drawn up\.$/, holds: nothing, fails: two },
  {
    says: /^The plan of the .* holds 2 recommendations, of which 2 are its own\.$/,
    holds: two,
    fails: { ...two, inspection: null },
    instead: /holds 2 recommendations\.$/,
  },
  {
    says: /^The plan of the .* holds (1|2) recommendations?(, of which 1 is its own)?\.$/,
    holds: { ...two, inspection: null },
    fails: nothing,
  },
  {
    says: /^For each of them it names a champion on the Board and one in the service\.$/,
    holds: two,
    fails: withOther({ champions: [tbc, service] }),
    instead: /^It names a champion on the Board for 1 of the 2 and one in the service for each of them\.$/,
  },
  {
    says: /^It names a champion on the Board for 1 of the 2 and one in the service for none of them\.$/,
    holds: agreedOn([row(1, { champions: [board] }), row(2, { champions: [tbc] })]),
    fails: two,
  },
  {
    says: /^It names a champion on the Board for 1 of the 2 and one in the service for each of them\.$/,
    holds: withOther({ champions: [tbc, service] }),
    fails: two,
  },
  {
    says: /^For each of them it says what will be done\.$/,
    holds: two,
    fails: withOther({ actions: [] }),
    instead: /^It has actions for 1 of the 2\.$/,
  },
  { says: /^It has actions for (1 of the 2|none of them)\.$/, holds: withOther({ actions: [] }), fails: two },
  // The board's meetings.
  {
    says: /^The Board reviewed the plan on 4 December 2026, and before that on 3 September 2026\.$/,
    holds: one({}, before('red')),
    fails: one({}),
    instead: /^The Board reviewed the plan on 4 December 2026\.$/,
  },
  { says: /^The Board reviewed the plan on 4 December 2026\.$/, holds: two, fails: nothing },
  { says: /^The Northmoor .* reviewed its plan on 4 December 2026\.$/, holds: two, fails: nothing },
  { says: /^The meeting was quorate: /, holds: two, fails: noMinutes },
  {
    says: /^The minutes of that meeting were approved on 2 March 2027\.$/,
    holds: approved,
    fails: unapproved,
  },
  { says: /^The Board has no finalised minutes yet /, holds: nothing, fails: two },
  {
    says: /^This is where the plan stood when the Board met on /,
    holds: two,
    fails: one({ agreedRags: [] }),
  },
  // Its papers.
  { says: /^- HM Inspectorate of Probation: report /, holds: inspected({}), fails: nothing },
  { says: /^- (HM|Ofsted)/, holds: inspected({}), fails: nothing },
  { says: /^- The plan “Improvement plan”\.$/, holds: nothing, fails: two },
  {
    says: /^- The plan “Improvement plan”, as it stood at the Board’s meeting on /,
    holds: two,
    fails: nothing,
  },
  {
    says: /^- Minutes of the Board, 4 December 2026 \(approved on 2 March 2027\)\.$/,
    holds: approved,
    fails: unapproved,
    instead: /\(not yet approved\)\.$/,
  },
  { says: /^- Minutes of the Board, .* \(not yet approved\)\.$/, holds: unapproved, fails: approved },
  // Where the plan stands.
  {
    says: /^The Board agreed that the one recommendation in the plan is (Green|Red|Amber|Blue)\.$/,
    holds: one({}),
    fails: one({ agreedRags: [] }),
  },
  {
    says: /^Of the 2 recommendations in the plan, 2 are Green\.$/,
    holds: two,
    fails: withOther({ agreedRags: [] }),
    instead: /^Of the 2 recommendations in the plan, 1 is Green and 1 is not yet agreed\.$/,
  },
  {
    says: /^Of the 2 recommendations in the plan, 1 is Green and 1 is (not yet agreed|Red)\.$/,
    holds: withOther({ agreedRags: [] }),
    fails: two,
  },
  {
    says: /^Recommendation 2 is Red, which means: off track: will miss its date /,
    holds: withOther({ agreedRags: [red] }),
    fails: two,
  },
  {
    says: /^(All 2 actions are|Its one action is|1 of 2 actions is) complete\.$/,
    holds: one({ actions: [action({ rag: 'blue' })] }),
    fails: one({}),
  },
  {
    says: /^Recommendation 1 is complete: the Board agreed Blue\.$/,
    holds: one({ agreedRags: [said('blue')] }),
    fails: one({}),
  },
  { says: /^It reads: “Row \d”\.$/, holds: one({ agreedRags: [red] }), fails: one({}) },
  {
    says: /^Its full wording is in the plan at the end /,
    holds: one({ agreedRags: [red], text: 'long '.repeat(100) }),
    fails: one({ agreedRags: [red] }),
  },
  {
    says: /^Since the meeting on 3 September 2026, recommendation 1 has improved from Red to Green\.$/,
    holds: one({}, before('red')),
    fails: one({}, before('green')),
  },
  {
    says: /^Since the meeting on 3 September 2026, recommendation 1 has worsened from Green to Red\.$/,
    holds: one({ agreedRags: [red] }, before('green')),
    fails: one({ agreedRags: [red] }, before('red')),
  },
  {
    says: /^Recommendation [12] is Red\.$/,
    holds: one({ agreedRags: [red] }),
    fails: one({ agreedRags: [said('red', 'Late', '2026-09-03'), red] }),
    instead: /^Recommendation 1 is Red for the second meeting in a row\.$/,
  },
  {
    says: /^Recommendation 1 is Red for the second meeting in a row\.$/,
    holds: one({ agreedRags: [said('red', 'Late', '2026-09-03'), red] }),
    fails: one({ agreedRags: [red] }),
  },
  {
    says: /^The Board’s reason: Late\.$/,
    holds: one({ agreedRags: [{ ...red, reportedRag: 'green' }] }),
    fails: one({ agreedRags: [{ ...red, reportedRag: 'red' }] }),
    instead: /^The reason recorded: Late\.$/,
  },
  {
    says: /^The reason recorded: Late\.$/,
    holds: one({ agreedRags: [red] }),
    fails: one({ agreedRags: [said('red')] }),
  },
  {
    says: /^Reported as the reason for action 3\.1: Late\.$/,
    holds: one({ agreedRags: [{ ...said('red'), quotes }] }),
    fails: one({ agreedRags: [red] }),
    instead: /^The reason recorded: Late\.$/,
  },
  {
    says: /^Reported to put it right \(action 3\.1\): A waiver\.$/,
    holds: one({ agreedRags: [red], actions: [onItsWay] }),
    fails: one({ agreedRags: [red], actions: [late] }),
  },
  {
    says: /^The target date of action 3\.1 has moved from 1 October 2026 to 31 October 2026, 30 days later\.$/,
    holds: one({ agreedRags: [red], actions: [slipped] }),
    fails: one({ agreedRags: [red], actions: [late] }),
  },
  {
    says: /^The reason given: Late\.$/,
    holds: one({ agreedRags: [red], actions: [slipped] }),
    fails: one({
      agreedRags: [red],
      actions: [{ ...slipped, moves: slipped.moves.map((move) => ({ ...move, reason: '' })) }],
    }),
  },
  // What threatens it.
  {
    says: /^Action 3\.1 was overdue on the day of the meeting\.$/,
    holds: one({ agreedRags: [red], actions: [late] }),
    fails: one({ agreedRags: [red] }),
  },
  {
    says: /^The target date of action 3\.1 has slipped once: /,
    holds: one({ actions: [slipped] }),
    // Corrected as a mistake: no move.
    fails: one({ actions: [late] }),
  },
]
