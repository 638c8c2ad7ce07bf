import type { Db } from '../../database/database.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { areas } from '../story/findings.data.ts'
import { insertRow } from './insert-row.ts'
import type { DemoPartnership } from './people.insert.ts'
import { type DemoNamed, rows, setAside } from '../story/plan.data.ts'
import { financialYear, moment } from '../story/timeline.ts'

type DemoRow = (typeof rows)[number]

interface ReportRow {
  id: number
  addressee: string
  text: string
  deadline: string | null
}

/** The plan, its rows counted from 1, and its actions as they are added, by their numbers. */
export interface DemoPlan {
  id: number
  slug: string
  rowId: (row: number) => number
  /** Throws for an action that has not been added yet. */
  actionId: (number: string) => number
  noteAction: (number: string, id: number) => void
}

/** How many days ago the plan was made. */
const PLAN_MADE = 335

/** Makes the plan with its rows, without actions. */
export async function insertPlan(
  trx: Db,
  partnership: DemoPartnership,
  inspectionId: number,
): Promise<DemoPlan> {
  const { today } = partnership
  const slug = financialYear(today)
  const by = partnership.accountId('callum')
  const at = moment(addDays(today, -PLAN_MADE), '10:15')
  const planId = await insertRow(trx, 'plans', {
    partnership_id: partnership.id,
    slug,
    title: `Youth justice improvement plan ${slug.slice(0, 4)} to 20${slug.slice(5)}`,
    source: 'inspection',
    inspection_id: inspectionId,
    created_by: by,
    created_at: at,
  })
  const said = await trx('inspection_recommendations')
    .where({ inspection_id: inspectionId })
    .orderBy('number')
    .select<ReportRow[]>('id', 'addressee', 'text', 'deadline')
  const findingIds = await trx('findings')
    .where({ inspection_id: inspectionId, kind: 'area_for_improvement' })
    .orderBy('position')
    .pluck<number[]>('id')
  const rowIds: number[] = []
  for (const [index, row] of rows.entries()) {
    const reported = said[index]
    const rowId = await insertRow(trx, 'recommendations', {
      partnership_id: partnership.id,
      plan_id: planId,
      number: index + 1,
      inspection_recommendation_id: reported?.id ?? null,
      addressee: reported?.addressee ?? '',
      deadline: reported?.deadline ?? null,
      created_by: by,
      created_at: at,
    })
    rowIds.push(rowId)
    await insertWordings(trx, partnership, rowId, row, reported?.text ?? row.localText ?? '', at)
    await insertChampions(trx, partnership, rowId, row, at)
    await trx('key_lines').insert(
      row.keyLines.map(({ area, text, reference }, position) => ({
        recommendation_id: rowId,
        finding_id: area === undefined ? null : findingIds[area - 1],
        text: text ?? areaOf(area).text,
        reference: reference ?? `page ${areaOf(area).page}`,
        position: position + 1,
        from_by: by,
        from_at: at,
      })),
    )
  }
  await trx('findings_set_aside').insert({
    plan_id: planId,
    finding_id: findingIds[setAside.area - 1],
    reason: setAside.reason,
    from_by: by,
    from_at: at,
  })
  const actionIds = new Map<string, number>()
  return {
    id: planId,
    slug,
    rowId: (row) => found(rowIds[row - 1], `row ${row}`),
    actionId: (number) => found(actionIds.get(number), `action ${number}`),
    noteAction: (number, id) => actionIds.set(number, id),
  }
}

/** Gives the columns of a champion or an owner; "TBC" is neither a person nor an agency. */
export function namedColumns(partnership: DemoPartnership, named: DemoNamed) {
  if (named === 'TBC') return { person_id: null, agency_id: null }
  return 'person' in named
    ? { person_id: partnership.personId(named.person), agency_id: null }
    : { person_id: null, agency_id: partnership.agencyId(named.agency) }
}

async function insertWordings(
  trx: Db,
  partnership: DemoPartnership,
  rowId: number,
  row: DemoRow,
  text: string,
  at: string,
): Promise<void> {
  const by = partnership.accountId('callum')
  const wordings = [{ text: sentence(text), written_at: at }]
  if (row.reworded !== undefined) {
    const day = addDays(partnership.today, -row.reworded.daysAgo)
    wordings.push({ text: row.reworded.text, written_at: moment(day, '11:05') })
  }
  for (const wording of wordings) {
    await insertRow(trx, 'recommendation_wordings', { recommendation_id: rowId, written_by: by, ...wording })
  }
  if (row.localText !== undefined) return
  await trx('recommendation_responses').insert({
    recommendation_id: rowId,
    response: row.response?.answer ?? 'agreed',
    reason: row.response?.reason ?? '',
    responded_by: by,
    responded_at: at,
  })
}

async function insertChampions(
  trx: Db,
  partnership: DemoPartnership,
  rowId: number,
  row: DemoRow,
  at: string,
): Promise<void> {
  const by = partnership.accountId('callum')
  const { formerBoard } = row
  const handover = formerBoard && moment(addDays(partnership.today, -formerBoard.daysAgo), '15:30')
  if (formerBoard !== undefined) {
    await insertRow(trx, 'champions', {
      recommendation_id: rowId,
      side: 'board',
      person_id: partnership.personId(formerBoard.person),
      position: 1,
      from_by: by,
      from_at: at,
      until_by: by,
      until_at: handover,
    })
  }
  for (const side of ['board', 'service'] as const) {
    for (const [index, named] of row[side].entries()) {
      await insertRow(trx, 'champions', {
        recommendation_id: rowId,
        side,
        ...namedColumns(partnership, named),
        position: index + 1,
        from_by: by,
        from_at: side === 'board' && index === 0 ? (handover ?? at) : at,
      })
    }
  }
}

function found(id: number | undefined, what: string): number {
  if (id === undefined) throw new Error(`the demo plan has no ${what}`)
  return id
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
