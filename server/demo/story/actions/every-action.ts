import { education } from './1-education.ts'
import { communication } from './2-communication.ts'
import { disproportionality } from './3-disproportionality.ts'
import { accommodation } from './4-accommodation.ts'
import { safety } from './5-safety.ts'
import { riskToOthers } from './6-risk-to-others.ts'
import { victims } from './7-victims.ts'
import { participation } from './8-participation.ts'
import { board } from './9-board.ts'
import type { DemoAction } from './demo-action.ts'

/** The actions of each row of the plan, in the order of the rows; those of a row in the order in which they were added. */
const actionsByRow: readonly (readonly DemoAction[])[] = [
  education,
  communication,
  disproportionality,
  accommodation,
  safety,
  riskToOthers,
  victims,
  participation,
  board,
]

export interface NumberedAction {
  action: DemoAction
  /** "3.2": the second action of the third row. */
  number: string
  row: number
}

export const everyAction: readonly NumberedAction[] = actionsByRow.flatMap((actions, index) =>
  actions.map((action, at) => ({ action, number: `${index + 1}.${at + 1}`, row: index + 1 })),
)
