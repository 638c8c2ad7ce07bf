import { namedText, isTbc, printedNames } from '../../people/named.ts'
import type { ActionState } from '../../plans/action-state/action-state.store.ts'
import { ragWord, type RagWord } from '../../shared/rag.ts'
import { bullets, cell, heading, paragraph, typed, typedAfter } from '../../paper/blocks.ts'
import type { Block, PaperCell, PaperRow, PaperTable } from '../../paper/paper.ts'
import { count, day, time } from '../../web/view-helpers.ts'
import type { AgendaRow } from './agenda-building.store.ts'
import type { toAgenda } from './agenda.page.ts'
import type { MattersArising } from './matters-arising.store.ts'

type Agenda = ReturnType<typeof toAgenda>
type Item = Agenda['groups'][number]['items'][number]

/**
 * Returns an agenda on paper: each item with its time and minutes, whose it is, why it comes first, its note.
 */
export function agendaBlocks(agenda: Agenda, rows: readonly AgendaRow[]): Block[] {
  const title = heading(1, 'Agenda')
  if (agenda.groups.length === 0) {
    return [title, paragraph('Nothing stands on this agenda.'), ...takenOffBlocks(agenda)]
  }
  const champions = new Map(rows.map((row) => [row.id, championsOf(row)]))
  const table: PaperTable = {
    kind: 'table',
    caption: 'Agenda',
    captionHidden: true,
    columns: [
      { heading: 'Item', width: 8 },
      { heading: 'What', width: 62 },
      { heading: 'Time', width: 14 },
      { heading: 'Minutes', width: 12, align: 'end' },
    ],
    rows: agenda.groups.flatMap(({ heading: part, items }) => [
      ...(part === undefined ? [] : [partRow(part)]),
      ...items.map((item) => itemRow(item, champions)),
    ]),
  }
  const ends = agenda.endsAt === undefined ? [] : [paragraph(`Ends at about ${time(agenda.endsAt)}.`, 'note')]
  return [title, table, ...ends, ...takenOffBlocks(agenda)]
}

function partRow(part: string): PaperRow {
  return { label: part, cells: [{ content: [paragraph([{ text: part, bold: true }])], span: 4 }] }
}

function itemRow(item: Item, champions: ReadonlyMap<number, string>): PaperRow {
  const { number, title, minutes, row, recommendationId } = item
  const owner = recommendationId === null ? undefined : champions.get(recommendationId)
  const what: PaperCell['content'] = [
    ...(row === undefined ? [paragraph(title)] : typedAfter(`Recommendation ${row.number}: `, row.text)),
    ...(owner === undefined ? [] : [paragraph(`Champions: ${owner}`, 'note')]),
    ...(row === undefined || row.reasons === '' ? [] : [paragraph(row.reasons, 'note')]),
    ...(item.from === '' ? [] : [paragraph(item.from, 'note')]),
    ...typed(item.note),
    ...(item.matters === undefined ? [] : [paragraph(mattersLine(item.matters), 'note')]),
    ...(item.following === '' ? [] : [paragraph(item.following, 'note')]),
  ]
  return {
    label: `Item ${number}`,
    cells: [
      cell(String(number)),
      cell(what),
      cell(time(item.time)),
      cell(minutes === null ? '' : String(minutes)),
    ],
  }
}

function mattersLine({ none, actions, decisions }: NonNullable<Item['matters']>): string {
  return none
    ? 'Earlier meetings left nothing open.'
    : `${count(actions.length, 'action is', 'actions are')} still open and ${count(decisions.length, 'decision is', 'decisions are')} not yet done: see “Matters arising”.`
}

function championsOf({ champions }: AgendaRow): string {
  const named = champions.filter((one) => !isTbc(one))
  return printedNames(named)
    .map(({ text }) => text)
    .join('; ')
}

function takenOffBlocks({ takenOff }: Agenda): Block[] {
  if (takenOff.length === 0) return []
  return [
    heading(2, 'Taken off the agenda'),
    bullets(
      takenOff.map(({ title, takenOff: off }) => {
        const to = off?.toMeeting == null ? 'the next meeting' : `the meeting of ${day(off.toMeeting.heldOn)}`
        const how = off?.how === 'deferred' ? `deferred to ${to}` : 'removed'
        return `${title}: ${how} by ${off?.by ?? ''}. ${off?.reason ?? ''}`.trimEnd()
      }),
    ),
  ]
}

/**
 * Returns what earlier meetings left open: actions they gave out, and decisions that nobody has found done.
 */
export function mattersBlocks({ actions, decisions }: MattersArising, ragWords: readonly RagWord[]): Block[] {
  const title = heading(1, 'Matters arising')
  if (actions.length === 0 && decisions.length === 0) {
    return [title, paragraph('Earlier meetings left nothing open.')]
  }
  return [
    title,
    ...(actions.length === 0 ? [] : [heading(2, 'Actions still open'), actionTable(actions, ragWords)]),
    ...(decisions.length === 0 ? [] : [heading(2, 'Decisions not yet done'), decisionTable(decisions)]),
  ]
}

function actionTable(actions: readonly ActionState[], ragWords: readonly RagWord[]): PaperTable {
  return {
    kind: 'table',
    caption: 'Actions still open',
    captionHidden: true,
    columns: [
      { heading: 'Action', width: 10 },
      { heading: 'What', width: 40 },
      { heading: 'Owners', width: 24 },
      { heading: 'Due', width: 16 },
      { heading: 'RAG', width: 16 },
    ],
    rows: actions.map(({ number, description, owners, targetOn, rag }) => ({
      label: number,
      cells: [
        cell(number),
        cell(typed(description)),
        cell(owners.length === 0 ? 'Nobody yet' : owners.map(namedText).join('\n')),
        cell(targetOn === null ? 'None set' : day(targetOn)),
        rag === undefined
          ? cell('Nothing reported')
          : cell([paragraph([{ rag, word: ragWord(ragWords, rag) }])]),
      ],
    })),
  }
}

function decisionTable(decisions: MattersArising['decisions']): PaperTable {
  return {
    kind: 'table',
    caption: 'Decisions not yet done',
    captionHidden: true,
    columns: [
      { heading: 'About', width: 30 },
      { heading: 'Decided on', width: 20 },
      { heading: 'Decision', width: 50 },
    ],
    rows: decisions.map(({ heldOn, title, recommendationNumber, decision }) => {
      const about = recommendationNumber === null ? title : `Recommendation ${recommendationNumber}`
      return { label: about, cells: [cell(about), cell(day(heldOn)), cell(typed(decision))] }
    }),
  }
}
