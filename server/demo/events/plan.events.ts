import { writePlan } from '../../plans/record/plan.noun.ts'
import type { Here } from '../../partnerships/here.ts'
import type { NamedChoice } from '../../people/named.ts'
import { setAside as setFindingAside } from '../../plans/coverage/set-aside.store.ts'
import { listAreas } from '../../plans/record/inspected-area.store.ts'
import { addPlan, listPlans, type Plan } from '../../plans/record/plan.store.ts'
import { changeChampions } from '../../plans/recommendations/champion.store.ts'
import { addKeyLines } from '../../plans/recommendations/key-line.store.ts'
import {
  addRecommendation,
  changeRecommendation,
  type RecommendationFields,
} from '../../plans/recommendations/recommendation-change.store.ts'
import { findRecommendation, type Recommendation } from '../../plans/recommendations/recommendation.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { areas } from '../story/findings.data.ts'
import { type DemoNamed, rows, setAside } from '../story/plan.data.ts'
import { financialYear, minutesLater, moment } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { expectOutcome, hereAs, idOf, type Scene, there } from './scene.ts'

type DemoRow = (typeof rows)[number]

/** How many days ago the plan was made. */
const PLAN_MADE = 335

/** How many minutes each of its rows took. */
const MINUTES_A_ROW = 8

const NOBODY_NEW = { newName: '', newJobTitle: '', newAgencyId: null }

/** Returns how the head of service made the plan with its rows, without actions, and changed them later. */
export function planEvents(today: string): DemoEvent[] {
  const made = moment(addDays(today, -PLAN_MADE), '10:15')
  const onDay = (daysAgo: number, time: string) => moment(addDays(today, -daysAgo), time)
  return [
    { at: made, happens: (scene) => makePlan(scene, financialYear(today)) },
    ...rows.flatMap((row, index) => {
      const number = index + 1
      const begun = minutesLater(made, number * MINUTES_A_ROW)
      const { formerBoard, reworded } = row
      const events: DemoEvent[] = [
        { at: begun, happens: (scene) => writeRow(scene, number, row) },
        { at: minutesLater(begun, 3), happens: (scene) => nameFirstChampions(scene, number, row) },
        { at: minutesLater(begun, 5), happens: (scene) => quoteFindings(scene, number, row) },
      ]
      if (reworded !== undefined) {
        const { daysAgo, text } = reworded
        events.push({ at: onDay(daysAgo, '11:05'), happens: (scene) => changeRow(scene, number, { text }) })
      }
      if (formerBoard !== undefined) {
        const at = onDay(formerBoard.daysAgo, '15:30')
        events.push({ at, happens: (scene) => nameChampions(scene, number, row.board, row.service) })
      }
      return events
    }),
    { at: minutesLater(made, (rows.length + 2) * MINUTES_A_ROW), happens: setOneAside },
  ]
}

/** Returns the plan as somebody of the demo board sees it. */
export async function planOf({ trx }: Scene, here: Here): Promise<Plan> {
  return there((await listPlans(trx, here))[0], 'plan')
}

/** Returns a row of the plan, by its number, as it stands at the moment of the event. */
export async function rowOf(scene: Scene, here: Here, number: number): Promise<Recommendation> {
  const plan = await planOf(scene, here)
  return there(await findRecommendation(scene.trx, here, plan, number), `recommendation ${number}`)
}

/** Returns whom the story names; "TBC" is neither a person nor an agency. */
export function choiceOf(scene: Scene, named: DemoNamed): NamedChoice {
  if (named === 'TBC') return { personId: null, agencyId: null }
  return 'person' in named
    ? { personId: idOf(scene, 'person', named.person), agencyId: null }
    : { personId: null, agencyId: idOf(scene, 'agency', named.agency) }
}

async function makePlan(scene: Scene, slug: string): Promise<void> {
  const added = await addPlan(scene.trx, await hereAs(scene, 'callum', writePlan), {
    slug,
    title: `Youth justice improvement plan ${slug.slice(0, 4)} to 20${slug.slice(5)}`,
    source: 'inspection',
    inspectionId: idOf(scene, 'inspection', 'of the service'),
  })
  expectOutcome(added, 'added', 'the plan')
}

/** The rows of the report are there from the beginning; their words are made to stand alone, and answered. */
async function writeRow(scene: Scene, number: number, { localText, response }: DemoRow): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  if (localText !== undefined) {
    const fields = { text: localText, addressee: '' }
    const added = await addRecommendation(scene.trx, here, await planOf(scene, here), fields)
    if (added !== number) throw new Error(`the row "${localText}" has the number ${added}`)
    return
  }
  const { text } = await rowOf(scene, here, number)
  const { answer, reason } = response ?? { answer: 'agreed', reason: '' }
  await changeRow(scene, number, { text: sentence(text), response: answer, reason })
}

async function changeRow(scene: Scene, number: number, fields: Partial<RecommendationFields>): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  const row = await rowOf(scene, here, number)
  const { text, addressee, deadline, response } = row
  const before = {
    text,
    addressee,
    deadline,
    response: response?.response ?? null,
    reason: response?.reason ?? '',
  }
  const saved = await changeRecommendation(scene.trx, here, row, { ...before, ...fields })
  expectOutcome(saved, 'saved', `recommendation ${number}`)
}

function nameFirstChampions(scene: Scene, number: number, row: DemoRow): Promise<void> {
  const { formerBoard } = row
  const board = formerBoard === undefined ? row.board : row.board.with(0, { person: formerBoard.person })
  return nameChampions(scene, number, board, row.service)
}

async function nameChampions(
  scene: Scene,
  number: number,
  board: readonly DemoNamed[],
  service: readonly DemoNamed[],
): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  const champions = [
    ...board.map((named) => ({ side: 'board' as const, ...choiceOf(scene, named) })),
    ...service.map((named) => ({ side: 'service' as const, ...choiceOf(scene, named) })),
  ]
  const row = await rowOf(scene, here, number)
  const saved = await changeChampions(scene.trx, here, row, champions, { ...NOBODY_NEW, newSide: 'board' })
  expectOutcome(saved, 'saved', `the champions of recommendation ${number}`)
}

async function quoteFindings(scene: Scene, number: number, { keyLines }: DemoRow): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  const { id: recommendationId } = await rowOf(scene, here, number)
  const findings = await listAreas(scene.trx, here, await planOf(scene, here))
  const lines = keyLines.map(({ area, text, reference }) => ({
    recommendationId,
    findingId: area === undefined ? null : there(findings[area - 1], `finding ${area}`).id,
    text: text ?? areaOf(area).text,
    reference: reference ?? `page ${areaOf(area).page}`,
  }))
  const added = await addKeyLines(scene.trx, here, lines)
  if (added !== lines.length) throw new Error(`recommendation ${number} quotes ${added} findings`)
}

async function setOneAside(scene: Scene): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  const plan = await planOf(scene, here)
  const findings = await listAreas(scene.trx, here, plan)
  const { id } = there(findings[setAside.area - 1], 'finding to set aside')
  await setFindingAside(scene.trx, here, plan, id, setAside.reason)
}

function areaOf(area: number | undefined) {
  const found = area === undefined ? undefined : areas[area - 1]
  if (found === undefined) throw new Error('a key line without an area needs its own text and reference')
  return found
}

/** The report's items follow "should:" and end with a full stop; a row of a plan stands alone. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}`
}
