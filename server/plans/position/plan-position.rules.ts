import type { Named } from '../../people/named.ts'
import type { Movement, Rag, RagWord } from '../../shared/rag.ts'
import type { TargetMove, Warning } from '../action-state/action-state.rules.ts'
import type { LastUpdate } from '../action-state/counting-update.store.ts'
import type { PlanRow } from '../recommendations/plan-row.store.ts'
import { agreedBefore, type WarnedAction } from '../recommendations/progress.rules.ts'
import {
  type AgreedRag,
  type Champion,
  reasonWords,
  type ResponseWord,
  type Side,
} from '../recommendations/recommendation.ts'

export interface PositionAction {
  id: number
  /** As people say it: "3.2". */
  number: string
  description: string
  desiredOutcome: string
  successMeasure: string
  baseline: string
  target: string
  owners: Named[]
  startsOn: string | null
  targetOn: string | null
  firstTargetOn: string | null
  /** Each time the target date was moved, oldest first; from and to are YYYY-MM-DD. */
  moves: TargetMove[]
  /** The RAG that counts; null before any does. */
  rag: Rag | null
  previousRag: Rag | null
  /** The update that counts. */
  lastUpdate: LastUpdate | null
  warnings: Warning[]
}

export interface PositionRow {
  id: number
  number: number
  text: string
  /** The report's own wording; null for a local row. */
  reportText: string | null
  addressee: string
  deadline: string | null
  response: { response: ResponseWord; reason: string } | null
  keyLines: { text: string; reference: string }[]
  champions: Champion[]
  /** What the board agreed last, and at the meeting before that. */
  agreed: PositionAgreed | null
  agreedBefore: PositionAgreed | null
  /** What the reports on the actions suggest; null without actions. */
  suggested: Rag | null
  movement: Movement | null
  quartersAtRed: number
  timesSlipped: number
  /** The sides on which nobody is champion. */
  gaps: Side[]
  actions: PositionAction[]
}

export interface PositionAgreed {
  rag: Rag
  reportedRag: Rag | null
  /** As it is printed: the board's own, and the champions' with whose each is. */
  reason: string
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
  /** Where the minutes of that meeting were not final yet: never in a snapshot, which is taken with them. */
  notFinal?: true
}

/** A plan as it stood at a moment, in values that JSON keeps: the same at the moment itself, in a snapshot and years later. */
export interface PlanPosition {
  /** The version in which it was sealed, or `today` of one that is not: it decides the words it is printed in. */
  v: 1 | 2 | 'today'
  partnership: { name: string; serviceName: string; councilName: string }
  plan: { id: number; title: string }
  /** What the plan answers; null where it answers no inspection. */
  inspection: { service: string; published: string | null; overallRating: string | null } | null
  /** The moment, ISO 8601 in UTC. */
  asAt: string
  ragWords: RagWord[]
  rows: PositionRow[]
}

/** Returns a row of the plan in values that JSON keeps. */
export function toPositionRow(row: PlanRow): PositionRow {
  const { progress } = row
  const before = progress.agreed && agreedBefore(row.agreedRags, progress.agreed.agreedOn)
  return {
    id: row.id,
    number: row.number,
    text: row.text,
    reportText: row.reportText,
    addressee: row.addressee,
    deadline: row.deadline,
    response:
      row.response === undefined ? null : { response: row.response.response, reason: row.response.reason },
    keyLines: row.keyLines.map(({ text, reference }) => ({ text, reference })),
    champions: row.champions,
    agreed: toAgreed(progress.agreed),
    agreedBefore: toAgreed(before),
    suggested: progress.suggested ?? null,
    movement: progress.moved?.movement ?? null,
    quartersAtRed: progress.quartersAtRed,
    timesSlipped: progress.timesSlipped,
    gaps: progress.gaps,
    actions: progress.actions.map(toPositionAction),
  }
}

function toAgreed(agreed: AgreedRag | undefined): PositionAgreed | null {
  if (agreed === undefined) return null
  const { rag, reportedRag, agreedOn } = agreed
  const stands = agreed.standing === 'final' ? {} : { notFinal: true as const }
  return { rag, reportedRag, reason: reasonWords(agreed), agreedOn, ...stands }
}

function toPositionAction(action: WarnedAction): PositionAction {
  return {
    id: action.id,
    number: action.number,
    description: action.description,
    desiredOutcome: action.desiredOutcome,
    successMeasure: action.successMeasure,
    baseline: action.baseline,
    target: action.target,
    owners: action.owners,
    startsOn: action.startsOn,
    targetOn: action.targetOn,
    firstTargetOn: action.firstTargetOn,
    moves: action.moves.map(({ from, to, reason }) => ({ from, to, reason })),
    rag: action.rag ?? null,
    previousRag: action.previousRag ?? null,
    lastUpdate: action.lastUpdate ?? null,
    warnings: action.warnings,
  }
}
