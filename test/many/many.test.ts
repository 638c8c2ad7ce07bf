import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addTestAction } from '../support/builders/actions.ts'
import { type Browser, type Fields, signedIn } from '../support/browser.ts'
import { addCast, addMember } from '../support/cast.ts'
import { addressOf, everythingOnBoth, onBothDatabases } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestMeeting, type TestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { isPostgres } from '../../server/database/database.ts'
import { freePort, run, type Run } from '../support/servers/server-process.ts'

/** As many as write at once where everything runs on both databases, and at night. */
const PEOPLE = everythingOnBoth || process.env['CRASH_KILLS_SQLITE'] !== undefined ? 20 : 8

/** One person of them, with the form as they saw it last and their own words for it. */
interface Writer {
  browser: Browser
  words: string
  form: Fields
}

onBothDatabases(`${PEOPLE} people at once`, (db) => {
  const servers: Run[] = []
  const browsers: Browser[] = []
  let plan: TestPlan
  let actionId: number
  let meeting: TestMeeting

  beforeAll(async () => {
    const cast = await addCast(db())
    plan = await addTestPlan(db(), cast.hasan, { rows: [{ text: 'The row as it was' }] })
    actionId = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    meeting = await addTestMeeting(db(), cast.clive, { heldOn: '2026-11-20', state: 'in_session' })
    const addresses: string[] = []
    while (servers.length < (isPostgres(db()) ? 2 : 1)) {
      const port = await freePort()
      const server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port, LOG_LEVEL: 'error' })
      servers.push(server)
      await server.until(/answers at/)
      addresses.push(`http://127.0.0.1:${port}`)
    }
    for (let number = 1; number <= PEOPLE; number += 1) {
      const member = await addMember(db(), cast.northmoor.id, `Writer${number} Many`, [
        'head_of_service',
        'minute_taker',
      ])
      browsers.push(await signedIn(addresses[number % addresses.length]!, member))
    }
  }, 120_000)
  afterAll(() => {
    for (const { child } of servers) child.kill('SIGKILL')
  })

  const cases = [
    {
      what: 'an action',
      path: () => `/partnerships/northmoor/actions/${actionId}/edit`,
      field: 'description',
      history: () => db()('action_wordings').where({ action_id: actionId }).pluck<string[]>('description'),
    },
    {
      what: 'an item of the minutes',
      path: () => `${meeting.path}/session/${itemId()}`,
      field: 'discussion',
      history: () => db()('item_records').where({ item_id: itemId() }).pluck<string[]>('discussion'),
    },
    {
      what: 'a row of the plan',
      path: () => `${plan.path}/recommendations/1/edit`,
      field: 'text',
      history: () =>
        db()('recommendation_wordings')
          .where({ recommendation_id: plan.recommendationIds[0]! })
          .pluck<string[]>('text'),
    },
  ]
  const itemId = () => meeting.items.find(({ recommendationId }) => recommendationId !== null)!.id

  test.each(cases)(
    'who write about $what lose no word: one saves, the others see both',
    async (one) => {
      const path = one.path()
      const save = async (writer: Writer) => {
        const { form, words } = writer
        const keep = `shown.${one.field}` in form ? { [`keep.${one.field}`]: 'mine' } : {}
        const choice = { nature: 'change', ...keep }
        const answer = await writer.browser.post(path, { ...form, [one.field]: words, ...choice })
        return { writer, answer }
      }
      /** All send what they have at once: one is saved, and the others see its words beside their own. */
      const saveAtOnce = async (writers: Writer[]): Promise<Writer[]> => {
        const sent = await Promise.all(writers.map(save))
        const saved = sent.filter(({ answer }) => answer.status === 303)
        expect(sent.map(({ answer }) => answer.status).toSorted()).toEqual([
          303,
          ...Array.from({ length: writers.length - 1 }, () => 409),
        ])
        const winner = saved[0]!.writer
        const others = sent.filter(({ writer }) => writer !== winner)
        for (const { writer, answer } of others) {
          const text = answer.text.replaceAll(/<\/?mark[^>]*>/g, '')
          expect(text).toContain(winner.words)
          expect(text).toContain(writer.words)
          writer.form = formIn(answer.text)
        }
        return others.map(({ writer }) => writer)
      }

      let waiting: Writer[] = await Promise.all(
        browsers.map(async (browser, index) => ({
          browser,
          words: `What writer number ${index + 1} says about ${one.what}`,
          form: formIn((await browser.get(path)).text),
        })),
      )
      const all = waiting.map(({ words }) => words)
      waiting = await saveAtOnce(waiting)
      waiting = await saveAtOnce(waiting)
      // One after the other from what they saw: overtaken by the one before, then saved.
      for (const [index, writer] of waiting.entries()) {
        const first = await save(writer)
        if (index > 0) {
          expect(first.answer.status).toBe(409)
          writer.form = formIn(first.answer.text)
          expect((await save(writer)).answer.status).toBe(303)
        } else expect(first.answer.status).toBe(303)
      }
      const history = await one.history()
      expect(history.filter((words) => all.includes(words)).toSorted()).toEqual(all.toSorted())
      for (const server of servers) expect(server.output()).not.toContain('"level":50')
    },
    60_000,
  )
})

/** What a browser would send of the page's form, which has the version that was seen. */
function formIn(html: string): Fields {
  return filledForm(/<form id="form"[^]*?<\/form>/.exec(html)?.[0] ?? /<main[^]*<\/main>/.exec(html)![0])
}
