import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../../server/database/database.ts'
import { openedVersions } from '../../../server/web/conflicts/field-versions.ts'
import type { Bench, BenchDatabase, Kind } from '../bench.ts'
import type { BenchBoard } from '../data/board.ts'
import type { Driven } from '../load/drive.ts'
import { drive, median } from '../load/measured.ts'
import { signIn, type Visitor } from '../load/visitor.ts'
import { inTurn } from '../pages/measure-page.ts'
import { form, laid, type Lanes, SAVERS, SAVING_A_MINUTE } from '../pages/saves.ts'
import { mark, middle, ratio, table } from '../results.ts'
import type { Site } from '../servers/site.ts'

const AIM = 1 / 3

/** A draft should take a third, so that as many as this take as long. */
const MINUTES = 400
const DRAFTS = 1200

/** A tracker of one kind with what it serves. */
export interface ServedKind {
  kind: Kind
  site: Site
  database: BenchDatabase
}

/** What was measured of both in each round; of the tracker's processor, in milliseconds each. */
export interface Kept {
  kind: Kind
  rounds: Record<string, Driven[]>
  processor: Record<string, number[]>
}

/** Lets a minute taker save nine items, and type in the same nine, in turn in each round. */
export async function measureKeeping(bench: Bench, { kind, site, database }: ServedKind): Promise<Kept> {
  const board = SAVING_A_MINUTE.board(database.data)
  const visitor = await signIn(site.url, SAVING_A_MINUTE.visitor(board))
  const db = openDatabase(database.url)
  const nextDrafts = draftsOf(board, visitor)
  const processor: Kept['processor'] = {}
  const rounds = await inTurn(bench.rounds, ['minute', 'draft'], async (name, warmingUp) => {
    const isDraft = name === 'draft'
    const posts = isDraft ? nextDrafts(DRAFTS) : await SAVING_A_MINUTE.forms(db, board, visitor, MINUTES)
    const accept = isDraft ? 'application/json' : 'text/html'
    const sent = posts.flat().length
    const before = site.processor()
    const headers = { cookie: visitor.cookie, accept }
    const driven = await drive({ url: site.url, connections: SAVERS, headers, what: { posts } })
    if (!warmingUp) (processor[name] ??= []).push((1000 * (site.processor() - before)) / sent)
    return driven
  })
  await db.destroy()
  return { kind, rounds, processor }
}

/** Gives drafts as the script of one open page for each item sends them, one after the other. */
function draftsOf({ slug, meeting }: BenchBoard, visitor: Visitor): (drafts: number) => Lanes {
  const pages = meeting.itemIds.slice(0, SAVERS).map((id) => ({ id, page: randomUUID() }))
  let turn = 0
  return (drafts) => {
    const each = Math.floor(drafts / SAVERS)
    const first = turn
    turn += each
    return laid(each, (lane, index) => {
      const { id, page } = pages[lane] ?? { id: 0, page: '' }
      // The number of the row before, which the script sends too, is not known yet; the page's key finds it as well.
      return form(`/partnerships/${slug}/drafts/item/${id}`, {
        _csrf: visitor.hidden._csrf,
        page,
        turn: String(first + index + 1),
        'value.discussion': typedIn(first + index),
        ...openedVersions({ discussion: 'What the board heard before.' }),
      })
    })
  }
}

/** As long as what a minute says. */
function typedIn(part: number): string {
  return `While somebody typed part ${part} of what was discussed the board heard of the reviews and asked how the other three cases differ. Education will bring its numbers to the next meeting.`
}

/** Gives the results as a table with what was measured. */
export function keptTable({ rounds }: Bench, kept: readonly Kept[]): string {
  const rows = kept.map(({ kind, rounds: { minute = [], draft = [] }, processor }) => {
    const processorOf = (name: string) => median(processor[name] ?? [])
    return [
      kind,
      middle(minute, 'perSecond').toFixed(0),
      middle(draft, 'perSecond').toFixed(0),
      mark(ratio(minute, draft), AIM, 'at most'),
      `${processorOf('minute').toFixed(2)} ms`,
      `${processorOf('draft').toFixed(2)} ms`,
      (processorOf('draft') / processorOf('minute')).toFixed(2),
    ]
  })
  const heads = [
    '',
    'Minutes a second',
    'Drafts a second',
    'Draft to minute',
    'Processor, minute',
    'draft',
    'ratio',
  ]
  return `Keeping a draft of what somebody types in an item of a meeting, as the script of the page sends it, against saving that item: nine connections, each with an item of its own, ${rounds} rounds in which both take turns. Draft to minute: the time that a draft takes as a share of a minute’s, the median over the rounds; aim: at most ${AIM.toFixed(2)}. Processor: what one takes of it in the tracker’s process, without the database’s.\n\n${table(heads, rows)}`
}
