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

/** The actions of each row of the plan, in the order of the rows. */
export const actionsByRow: readonly (readonly DemoAction[])[] = [
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
