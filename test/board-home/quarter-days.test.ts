import { beforeAll, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { addTestMeeting, type TestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import { itemForm } from '../support/builders/sessions.ts'
import { appOn } from '../support/app.ts'
import { signedIn } from '../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../support/cast.ts'
import { clockAt } from '../support/clock.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'

const HOME = '/partnerships/northmoor'

/**
 * Who looks at what on a day: the board's home as the chair opens it, My work as each of them does; `between` is the plan
 * as at a day between the end of the meeting and its minutes.
 */
type Place =
  'home' | 'plan' | 'sheet' | 'actions' | 'chair' | 'minuteTaker' | 'owner' | 'observer' | 'between'

interface Day {
  /** ISO 8601 in UTC. */
  at: string
  what: string
  /** What the chair does before anybody looks. */
  does?: 'starts' | 'agrees' | 'ends' | 'finalises'
  says: Partial<Record<Place, string[]>>
  saysNot?: Partial<Record<Place, string[]>>
}

const WITHOUT = 'Without an update since 10 September 2026: 1.1 Parenting offer (Sophie Service).'
const NEXT = 'Next meeting: Friday 4 December 2026, 10am'
const TODAY = 'The board meets today, 10am, Town hall'
const AGREED = 'At the board’s last meeting, on 10 September 2026'

const QUARTER: Day[] = [
  {
    at: '2026-09-11T09:00:00.000Z',
    what: 'the day after a meeting',
    says: {
      home: [`${NEXT}, in 84 days: agenda ready.`, AGREED],
      plan: ['0 actions without an update'],
      owner: ['Nothing waits for you today', 'Your other actions'],
      observer: ['Nothing waits for you today', NEXT, 'Minutes of 10 September 2026'],
    },
    saysNot: { home: ['Without an update', 'updates in', 'Since then'] },
  },
  {
    at: '2026-11-03T09:00:00.000Z',
    what: 'a round that has been opened',
    says: {
      home: [
        `${NEXT}, in 31 days: agenda ready, 1 of 2 updates in.`,
        '1.2 Speech therapy contract, nobody owns it: reported Red since 2 November 2026, 1 day: Unsigned. ' +
          'Asks the board: Write to the chief executive. She knows.',
        'Since then, reported: recommendation 1 Green → Red.',
      ],
      plan: ['0 actions without an update', 'Action 1.2: Talks go on. Why: Unsigned.', 'Green → Red'],
      owner: [
        '1 of your 1 action still to report',
        'Actions that want an update from you 1.1 Parenting offer',
        'Update round Q3 2026-27 asks for it by 16 November 2026',
      ],
      chair: [NEXT],
    },
    saysNot: { home: ['Without an update'] },
  },
  {
    at: '2026-11-17T09:00:00.000Z',
    what: 'the day after the round has closed',
    says: {
      home: [`${NEXT}, in 17 days: agenda ready, 1 of 2 updates in.`, WITHOUT],
      plan: ['1 action without an update'],
      actions: ['"Without an update'],
      owner: ['Actions that want an update from you'],
    },
  },
  {
    at: '2026-12-03T09:00:00.000Z',
    what: 'the day before the meeting',
    says: { home: [`${NEXT}, tomorrow: agenda ready, 1 of 2 updates in.`, WITHOUT], observer: [NEXT] },
  },
  {
    at: '2026-12-04T07:00:00.000Z',
    what: 'the day of the meeting',
    says: {
      home: [`${TODAY}: agenda ready, 1 of 2 updates in.`, WITHOUT],
      chair: [TODAY],
      minuteTaker: [TODAY],
      owner: [TODAY],
      observer: [TODAY],
    },
    saysNot: { minuteTaker: ['Nothing waits'] },
  },
  {
    at: '2026-12-04T10:00:00.000Z',
    what: 'the meeting is in session',
    does: 'starts',
    says: {
      home: ['The meeting of 4 December 2026 is in session.', AGREED],
      minuteTaker: ['The board’s meeting is in session.'],
      observer: ['The board’s meeting is in session.'],
    },
    saysNot: { home: ['updates in'] },
  },
  {
    at: '2026-12-04T12:00:00.000Z',
    what: 'what it has agreed while it still sits',
    does: 'agrees',
    says: { home: [AGREED], plan: ['Agreed by the board on 10 September 2026'] },
  },
  {
    at: '2026-12-05T09:00:00.000Z',
    what: 'the day after, with the minutes still a draft',
    does: 'ends',
    says: {
      home: [
        'The minutes of 4 December 2026 wait to be finalised.',
        'Asked the board on 2 November 2026:',
        'At the board’s last meeting, on 4 December 2026 (minutes not final yet): 1 worsened.',
        '4 December 2026, minutes not final yet',
      ],
      plan: ['0 actions without an update', 'Agreed by the board on 4 December 2026, minutes not final yet.'],
      sheet: ['"Agreed on","Minutes","Movement"', '2026-12-04","Not final yet"'],
      chair: ['Minutes of 4 December 2026 wait to be finalised'],
      observer: ['No meeting is scheduled.', 'Minutes of 10 September 2026'],
    },
    saysNot: { home: ['Without an update', 'Asks the board'], owner: ['Actions that want an update'] },
  },
  {
    at: '2026-12-07T09:00:00.000Z',
    what: 'the plan as at the day before',
    says: { between: ['Agreed by the board on 4 December 2026, minutes not final yet.'] },
  },
  {
    at: '2026-12-11T09:00:00.000Z',
    what: 'a week later, with the minutes final',
    does: 'finalises',
    says: {
      home: [
        'The minutes of 4 December 2026 wait for approval',
        'At the board’s last meeting, on 4 December 2026',
      ],
      plan: ['Agreed by the board on 4 December 2026.'],
      observer: ['Minutes of 4 December 2026'],
      between: ['Agreed by the board on 4 December 2026, minutes not final yet.'],
    },
    saysNot: { home: ['Without an update', 'not final yet'], sheet: ['Minutes', 'ot final yet'] },
  },
  {
    at: '2027-03-08T09:00:00.000Z',
    what: '94 days later, with no round and no meeting',
    says: {
      home: ['Without an update since 4 December 2026: 1.1 Parenting offer (Sophie Service) and 1.2 '],
    },
  },
]

onOneDatabase('home and My work tell the truth at every moment of the quarter', (db) => {
  let cast: Cast
  let app: Express
  let plan: Awaited<ReturnType<typeof addTestPlan>>
  let next: TestMeeting
  const clock = clockAt(QUARTER[0]!.at)
  /** What the plan as at the day between said, whenever somebody looked. */
  const between = new Set<string>()

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db(), {}, clock.clock)
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [{ text: 'Help families', agreed: [{ rag: 'green', on: '2026-09-10' }] }],
    })
    await addTestMeeting(db(), cast.clive, { heldOn: '2026-09-10', state: 'finalised', planId: plan.id })
    next = await addTestMeeting(db(), cast.clive, {
      heldOn: '2026-12-04',
      place: 'Town hall',
      planId: plan.id,
    })
    const [row] = plan.recommendationIds
    const createdAt = '2026-06-01T09:00:00.000Z'
    const owners = [{ personId: cast.sophie.personId }]
    await addTestAction(db(), cast.hasan, row!, { description: 'Parenting offer', createdAt, owners })
    await addTestAction(db(), cast.hasan, row!, { description: 'Speech therapy contract', createdAt })
  })

  const looksAt: Record<Place, () => [CastMember, string]> = {
    home: () => [cast.clive, HOME],
    plan: () => [cast.olive, plan.path],
    sheet: () => [cast.olive, `${plan.path}.csv`],
    actions: () => [cast.olive, `${plan.path}/actions.csv`],
    chair: () => [cast.clive, '/'],
    minuteTaker: () => [cast.martin, '/'],
    owner: () => [cast.sophie, '/'],
    observer: () => [cast.olive, '/'],
    between: () => [cast.olive, `${plan.path}/as-at?of=2026-12-06`],
  }

  async function happensBefore({ at, does }: Day): Promise<void> {
    if (at.startsWith('2026-11-03')) {
      const openedAt = '2026-11-01T09:00:00.000Z'
      await addTestRound(db(), cast.hasan, { planId: plan.id, openedAt, closesOn: '2026-11-16' })
      const contract = await db()('action_wordings')
        .where({ description: 'Speech therapy contract' })
        .first<{ action_id: number }>('action_id')
      await addTestUpdate(db(), cast.sophie, contract.action_id, {
        rag: 'red',
        narrative: 'Talks go on. More follows.',
        reason: 'Unsigned.',
        askOfBoard: 'Write to the chief executive. She knows.',
        decision: { decision: 'accepted', by: cast.hasan },
      })
    }
    if (does === undefined) return
    const clive = await signedIn(app, cast.clive)
    const item = `${next.path}/session/${next.items.find(({ kind }) => kind === 'recommendation')!.id}`
    const answer =
      does === 'agrees'
        ? await clive.post(
            item,
            await itemForm(clive, item, { agreedRag: 'amber', agreedReason: 'It is at risk.' }),
          )
        : await clive.post(next.path + { starts: '/session', ends: '/ending', finalises: '/minutes' }[does])
    expect(answer.status).toBe(303)
  }

  test.each(QUARTER)('on $at: $what', async (day) => {
    clock.put(day.at)
    await happensBefore(day)
    for (const place of Object.keys(looksAt) as Place[]) {
      const [said, not] = [day.says[place] ?? [], day.saysNot?.[place] ?? []]
      if (said.length + not.length === 0) continue
      const [who, path] = looksAt[place]()
      const { text } = pageOf(await (await signedIn(app, who)).get(path))
      if (place === 'between') between.add(text)
      for (const words of said) expect([place, text]).toEqual([place, expect.stringContaining(words)])
      for (const words of not) expect([place, text]).toEqual([place, expect.not.stringContaining(words)])
    }
  })

  test('finalising changes nothing of how the days in between looked', () => {
    expect([...between]).toHaveLength(1)
  })
})
