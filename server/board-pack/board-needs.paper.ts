import { namedText } from '../people/named.ts'
import { tag } from '../plan-files/plan-row.paper.ts'
import { warningWords } from '../plans/recommendations/plan-row.page.ts'
import { ragWord, type RagWord } from '../shared/rag.ts'
import type { WarnedAction } from '../plans/recommendations/progress.rules.ts'
import { bullets, cell, heading, paragraph, typed, typedAfter } from '../paper/blocks.ts'
import type { Block, PaperCell, PaperTable } from '../paper/paper.ts'
import { dayOf } from '../shared/calendar-day.ts'
import { count, day, times } from '../web/view-helpers.ts'
import { inOrderOfNeed, reasonsToBeFirst, sectionOf } from '../meetings/agenda/agenda-need.rules.ts'
import type { AgendaRow } from '../meetings/agenda/agenda-building.store.ts'

/**
 * Returns what needs the board before all else: the recommendations that come first, the actions off track, what
 * nobody owns, and what champions ask. `hasMet` is whether the board has met before.
 */
export function needsBlocks(
  rows: readonly AgendaRow[],
  ragWords: readonly RagWord[],
  hasMet: boolean,
): Block[] {
  return [
    heading(1, 'What needs the board first'),
    ...firstBlocks(rows, ragWords),
    ...offTrackBlocks(rows, ragWords, hasMet),
    ...gapBlocks(rows),
    ...askBlocks(rows),
  ]
}

const NO_ROWS = 'The plan has no recommendations yet.'

function firstBlocks(rows: readonly AgendaRow[], ragWords: readonly RagWord[]): Block[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const first = inOrderOfNeed(rows.map(({ need }) => need))
    .filter((need) => sectionOf(need) === 'first')
    .flatMap(({ recommendationId }) => byId.get(recommendationId) ?? [])
  const red = ragWord(ragWords, 'red')
  const all = count(rows.length, 'recommendation', 'recommendations')
  const title = heading(2, 'Recommendations that come first')
  if (rows.length === 0) return [title, paragraph(NO_ROWS)]
  if (first.length === 0) {
    return [title, paragraph(`None of the plan’s ${all} is ${red}, overdue, slipped or unowned.`)]
  }
  const table: PaperTable = {
    kind: 'table',
    caption: 'Recommendations that come first, the worst at the top',
    captionHidden: true,
    columns: [
      { heading: 'No.', width: 8 },
      { heading: 'Recommendation', width: 42 },
      { heading: 'Why it comes first', width: 30 },
      { heading: 'Agreed', width: 21 },
    ],
    rows: first.map((row) => ({
      label: String(row.number),
      cells: [
        cell(String(row.number)),
        cell(typed(row.text.charAt(0).toUpperCase() + row.text.slice(1))),
        reasonsCell(reasonsToBeFirst(row.need, ragWords)),
        agreedCell(row, ragWords),
      ],
    })),
  }
  const are = `${first.length} of the plan’s ${all} ${first.length === 1 ? 'is' : 'are'} ${red}, overdue, slipped or unowned, the worst at the top.`
  return [title, paragraph(are), table]
}

function reasonsCell(reasons: readonly string[]): PaperCell {
  const sentences = reasons.map((reason) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`)
  return cell(sentences.length === 1 ? sentences.join('') : [bullets(sentences)])
}

function agreedCell({ progress }: AgendaRow, ragWords: readonly RagWord[]): PaperCell {
  const { agreed, suggested } = progress
  const reported =
    suggested === undefined || suggested === agreed?.rag
      ? []
      : [paragraph([{ text: 'Reported: ' }, tag(suggested, ragWords)])]
  if (agreed === undefined) return cell([paragraph('Nothing agreed yet'), ...reported])
  return cell([
    paragraph([tag(agreed.rag, ragWords)]),
    paragraph(
      `on ${day(agreed.agreedOn)}${agreed.standing === 'final' ? '' : ', minutes not final yet'}`,
      'note',
    ),
    ...reported,
  ])
}

function offTrackBlocks(rows: readonly AgendaRow[], ragWords: readonly RagWord[], hasMet: boolean): Block[] {
  const title = heading(2, 'Actions off track')
  const slipped = new Set(rows.flatMap(({ slippedActions }) => slippedActions))
  const actions = rows
    .flatMap(({ progress }) => progress.actions)
    .filter(({ id, rag, warnings }) => rag === 'red' || warnings.includes('overdue') || slipped.has(id))
  const red = ragWord(ragWords, 'red')
  const since = hasMet ? ' since the last meeting' : ''
  if (actions.length === 0) {
    return [title, paragraph(`No action is ${red} or overdue, and none was put off${since}.`)]
  }
  const table: PaperTable = {
    kind: 'table',
    caption: 'Actions off track',
    captionHidden: true,
    columns: [
      { heading: 'Action', width: 10 },
      { heading: 'What and who', width: 34 },
      { heading: 'Due', width: 19 },
      { heading: 'Where it stands', width: 42 },
    ],
    rows: actions.map((action) => ({
      label: action.number,
      cells: [cell(action.number), whatCell(action), dueCell(action), actionNowCell(action, ragWords)],
    })),
  }
  const are = `${count(actions.length, 'action is', 'actions are')} ${red} or overdue, or ${actions.length === 1 ? 'was' : 'were'} put off${since}.`
  return [title, paragraph(are), table]
}

function whatCell({ description, owners }: WarnedAction): PaperCell {
  const who = owners.length === 0 ? 'Nobody owns it' : owners.map(namedText).join('; ')
  return cell([...typed(description), paragraph(who, 'note')])
}

function dueCell({ targetOn, firstTargetOn, timesMoved }: WarnedAction): PaperCell {
  const moved =
    timesMoved === 0 ? [] : [paragraph(`moved ${times(timesMoved)}, first ${day(firstTargetOn)}`, 'note')]
  return cell([paragraph(targetOn === null ? 'None set' : day(targetOn)), ...moved])
}

function actionNowCell({ rag, warnings, lastUpdate }: WarnedAction, ragWords: readonly RagWord[]): PaperCell {
  // Green though overdue says overdue too.
  const said = warnings.includes('green_though_overdue')
    ? warnings.filter((one) => one !== 'overdue')
    : warnings
  const words = warningWords(said).join('. ')
  return cell([
    rag === undefined ? paragraph('Nothing reported') : paragraph([tag(rag, ragWords)]),
    ...(words === '' ? [] : [paragraph([{ text: `${words}.`, bold: true }], 'note')]),
    ...typedAfter('Why: ', lastUpdate?.reason ?? ''),
    ...typedAfter('What will put it right: ', lastUpdate?.recovery ?? ''),
    ...typedAfter('Blocked by: ', lastUpdate?.blockedBy ?? ''),
  ])
}

/** What the board agreed is complete and embedded needs no champion any more, nor an action that is complete an owner. */
function gapBlocks(rows: readonly AgendaRow[]): Block[] {
  const champions = rows
    .filter(({ need }) => need.agreed !== 'blue')
    .flatMap(({ number, progress: { gaps } }) => {
      if (gaps.length === 0) return []
      return gaps.length === 2
        ? `Recommendation ${number} has no champion, on the board or in the service.`
        : `Recommendation ${number} has no ${gaps.join()} champion.`
    })
  const owners = rows
    .flatMap(({ progress }) => progress.actions)
    .filter(({ warnings }) => warnings.includes('no_owner'))
    .map(({ number, description }) => `Action ${number} has no owner: ${description}`)
  const gaps = [...champions, ...owners]
  return [
    heading(2, 'Ownership gaps'),
    rows.length === 0
      ? paragraph(NO_ROWS)
      : gaps.length === 0
        ? paragraph('Every open recommendation has its champions and every open action its owner.')
        : bullets(gaps),
  ]
}

function askBlocks(rows: readonly AgendaRow[]): Block[] {
  const title = heading(2, 'What champions ask of the board')
  const asks = rows
    .flatMap(({ progress }) => progress.actions)
    .flatMap(({ number, rag, lastUpdate }) =>
      rag === 'blue' || lastUpdate === undefined || lastUpdate.askOfBoard === ''
        ? []
        : { number, ask: lastUpdate.askOfBoard, by: lastUpdate.sentBy, on: dayOf(lastUpdate.sentAt) },
    )
  if (asks.length === 0) return [title, paragraph('No report that counts asks anything of the board.')]
  const table: PaperTable = {
    kind: 'table',
    caption: 'What champions ask of the board',
    captionHidden: true,
    columns: [
      { heading: 'Action', width: 10 },
      { heading: 'What is asked', width: 60 },
      { heading: 'Who asks', width: 30 },
    ],
    rows: asks.map(({ number, ask, by, on }) => ({
      label: number,
      cells: [cell(number), cell(typed(ask)), cell([paragraph(by), paragraph(day(on), 'note')])],
    })),
  }
  return [title, table]
}
