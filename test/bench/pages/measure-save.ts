import { openDatabase } from '../../../server/database/database.ts'
import { type Bench, say } from '../bench.ts'
import type { BenchBoard } from '../data/board.ts'
import { drive } from '../load/measured.ts'
import { signIn } from '../load/visitor.ts'
import type { Site } from '../servers/site.ts'
import { inTurn, type Rounds, type Served } from './measure-page.ts'
import { type Lanes, type SaveCase, SAVERS } from './saves.ts'

/** As many actions as the large plan has. */
const FORMS = 400

/** A bare insert takes so much less that its turn would else be over at once. */
const TIMES_PLAIN = 5

/** Measures saving: by each tracker, and a bare insert of the same forms by the plain site, in turn in each round. */
export async function measureSave(
  bench: Bench,
  save: SaveCase,
  trackers: Record<string, Served>,
  plain?: Site,
): Promise<Rounds> {
  const boardOf = ({ database }: Served): BenchBoard => save.board(database.data)
  const visitors = new Map(
    await Promise.all(
      Object.entries(trackers).map(
        async ([name, served]) =>
          [name, await signIn(served.site.url, save.visitor(boardOf(served)))] as const,
      ),
    ),
  )
  let last: Lanes = []
  const names = [...Object.keys(trackers), ...(plain === undefined ? [] : ['plain'])]
  const rounds = await inTurn(bench.rounds, names, async (name) => {
    const served = trackers[name]
    if (served === undefined) {
      const posts = last.map((lane) => Array.from({ length: TIMES_PLAIN }, () => lane.map(toInsert)).flat())
      return drive({ url: plain!.url, connections: SAVERS, headers: {}, what: { posts } })
    }
    const visitor = visitors.get(name)!
    const db = openDatabase(served.database.url)
    last = await save.forms(db, boardOf(served), visitor, FORMS)
    await db.destroy()
    const headers = { cookie: visitor.cookie }
    return drive({ url: served.site.url, connections: SAVERS, headers, what: { posts: last } })
  })
  say(save.name)
  return { name: save.name, bytes: null, rounds }
}

function toInsert({ body }: { body: string }): { path: string; body: string } {
  return { path: '/insert', body }
}
