import { coverageBlocks } from '../plans/coverage/coverage.paper.ts'
import { planTable } from '../plan-files/plan.paper.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { ragOverTimeChart } from '../plan-history/rag-over-time.paper.ts'
import { ragCounts } from '../plan-history/rag-over-time.page.ts'
import { heading, paragraph } from '../paper/blocks.ts'
import type { Block, Cover, Paper } from '../paper/paper.ts'
import { quarterWords } from '../shared/financial-quarter.ts'
import type { RagWord } from '../shared/rag.ts'
import { day, time, weekday } from '../web/view-helpers.ts'
import { agendaBlocks, mattersBlocks } from '../meetings/agenda/agenda.paper.ts'
import { toAgenda } from '../meetings/agenda/agenda.page.ts'
import { attendanceBlocks } from '../meetings/attendance/attendance-over.paper.ts'
import { needsBlocks } from './board-needs.paper.ts'
import type { BoardPack } from './board-pack.store.ts'
import { minutesWords } from '../meetings/minutes/minutes-words.ts'
import { markingOf, minutesBlocks } from '../meetings/minutes/minutes.paper.ts'
import { type Unreadable, unreadableWords } from '../shared/sealed-json.ts'

/**
 * Returns the board pack of a meeting as one paper: agenda, minutes, matters arising, what needs the board first,
 * the plan with movement, coverage, attendance, RAG over time.
 */
export function boardPackPaper(pack: BoardPack): Paper {
  const { meeting, brand, position, attendance, rows, matters } = pack
  const on = day(meeting.heldOn)
  return {
    title: `Board pack, ${on}`,
    subject: `Board pack for the meeting of ${on}, ${brand.boardName}`,
    madeAt: pack.madeAt,
    brand,
    header: { left: brand.boardName, right: `Board pack, ${on}` },
    footer: [pack.asAt],
    marking: null,
    cover: coverOf(pack),
    contents: true,
    sections: [
      { orientation: 'portrait', blocks: agendaBlocks(toAgenda(meeting, pack, position.ragWords), rows) },
      ...minutesSections(pack).map((blocks) => ({ orientation: 'portrait' as const, blocks })),
      { orientation: 'portrait', blocks: mattersBlocks(matters, position.ragWords) },
      { orientation: 'portrait', blocks: needsBlocks(rows, position.ragWords, pack.minutes.length > 0) },
      { orientation: 'landscape', blocks: planBlocks(position) },
      { orientation: 'portrait', blocks: coverageBlocks(pack.plan, pack.coverage, rows) },
      { orientation: 'portrait', blocks: attendanceBlocks(attendance, brand.colour) },
      { orientation: 'portrait', blocks: ragBlocks(pack) },
    ],
  }
}

function coverOf({ meeting, brand, asAt }: BoardPack): Cover {
  const where = [meeting.place, meeting.link].filter((part) => part !== '').join('\n')
  return {
    above: brand.boardName,
    title: 'Board pack',
    lines: [`For the meeting of ${weekday(meeting.heldOn)}`, asAt],
    facts: [
      { term: 'Time', text: time(meeting.startsAt) },
      { term: 'Place', text: where === '' ? 'Not known yet' : where },
      { term: 'Chair', text: meeting.chair?.name ?? 'Not named yet' },
      { term: 'Quarter', text: quarterWords(meeting) },
      { term: 'Plan', text: meeting.planTitle },
    ],
  }
}

function minutesSections({ minutes, position }: BoardPack): Block[][] {
  if (minutes.length === 0) {
    return [[heading(1, 'Minutes of the last meeting'), paragraph('The board has not met before.')]]
  }
  return minutes.map(({ document, unreadable, ...parts }) => {
    const title = heading(1, `Minutes of ${day(parts.meeting.heldOn)}`)
    if (document === null) {
      return [title, paragraph(unreadable === null ? '' : whyLeftOut(unreadable), 'caution')]
    }
    const marking = markingOf(parts.meeting, minutesWords(document))
    // The plan's part has the key; only words that were changed since need one of their own.
    const ragKey = !areSame(document.ragWords, position.ragWords)
    return [
      title,
      ...(marking === null ? [] : [paragraph(marking, 'caution')]),
      ...minutesBlocks({ ...parts, document, forPublic: false }, { level: 2, ragKey }),
    ]
  })
}

function whyLeftOut(unreadable: Unreadable): string {
  return unreadableWords(
    unreadable,
    'these minutes',
    'These minutes no longer fit the checksum they were finalised with, so they are left out. Somebody has changed them in the database: restore them from a backup.',
  )
}

function areSame(some: readonly RagWord[], others: readonly RagWord[]): boolean {
  return some.every(({ rag, word, meaning }) =>
    others.some((one) => one.rag === rag && one.word === word && one.meaning === meaning),
  )
}

function planBlocks(position: PlanPosition): Block[] {
  const title = heading(1, `The plan: ${position.plan.title}`)
  if (position.rows.length === 0) return [title, paragraph('This plan has no recommendations yet.')]
  return [
    title,
    { kind: 'rag-key', words: position.ragWords },
    planTable(position, { actions: true, forPublic: false, agreedOnly: false }),
  ]
}

function ragBlocks({ rows, position }: BoardPack): Block[] {
  const chart = ragOverTimeChart(ragCounts(rows), position.ragWords)
  return [heading(1, 'RAG over time'), chart ?? paragraph('The board has agreed no RAG yet.')]
}
