import type { BenchDatabase } from '../bench.ts'
import type { BenchBoard } from '../data/board.ts'
import type { Site } from '../servers/site.ts'
import type { CrowdMember } from './people.ts'
import { signIn } from './visitor.ts'

export const PEOPLE = 200

/** So long somebody reads between an answer and the next request, in milliseconds. */
export const THINKING = 2500

/** A server that has just started compiles and plans: it is asked for so many seconds before anything is counted. */
export const WARMING = 10

/** Signs in the head of service of each partnership, then champions, until there are enough people. */
export async function gather(site: Site, { data }: BenchDatabase): Promise<CrowdMember[]> {
  const heads = data.boards.map((board) => ({ board, email: board.people.head.email, share: 0 }))
  const champions = data.boards.map((board) => ({ board, email: board.people.champion.email, share: 1 }))
  const members: CrowdMember[] = []
  for (const { board, email, share } of [...heads, ...champions].slice(0, PEOPLE)) {
    members.push({ visitor: await signIn(site.url, email), ...placesOf(board, share) })
  }
  return members
}

/** Each of the two has every other action: those that they own. */
function placesOf({ slug, plan, meeting }: BenchBoard, share: number): Omit<CrowdMember, 'visitor'> {
  const base = `/partnerships/${slug}`
  return {
    home: base,
    plan: `${base}/plans/${plan.slug}`,
    meeting: `${base}/meetings/${meeting.id}`,
    actions: plan.actions.filter((_, index) => index % 2 === share).map(({ id }) => `${base}/actions/${id}`),
  }
}
