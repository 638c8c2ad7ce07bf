import { writePlan } from '../../plans/record/plan.noun.ts'
import { moveDates } from '../../plans/actions/action-date.store.ts'
import { moveNeedsReason } from '../../plans/actions/action.rules.ts'
import {
  type Action,
  changeAction,
  findAction,
  withdrawAction,
  wordingOf,
} from '../../plans/actions/action.store.ts'
import { addAction } from '../../plans/actions/new-action.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { NamedChoice } from '../../people/named.ts'
import { addDays } from '../../shared/calendar-day.ts'
import type { DemoAction } from '../story/actions/demo-action.ts'
import { everyAction, type NumberedAction } from '../story/actions/every-action.ts'
import { meetingDay, minutesLater, moment } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { choiceOf, rowOf } from './plan.events.ts'
import { expectOutcome, hereAs, idOf, note, type Scene, there } from './scene.ts'
import { updateEvents } from './update.events.ts'

const NOBODY_NEW = { newName: '', newJobTitle: '', newAgencyId: null }

/**
 * Returns what became of the actions: those that the head of service opened, owners and dates that changed,
 * withdrawals and updates. Those that a meeting opened are added there; their words are completed the day after.
 */
export function actionEvents(today: string): DemoEvent[] {
  return everyAction.flatMap((numbered, index) => {
    const { action, number } = numbered
    const { opened, formerOwner, mistyped, moves = [], withdrawn } = action
    const on = (day: number, time: string) => moment(addDays(today, day), time)
    const events: DemoEvent[] = [
      typeof opened === 'number'
        ? {
            at: minutesLater(on(opened, '11:30'), index),
            happens: (scene) => open(scene, numbered, today),
          }
        : {
            at: minutesLater(moment(addDays(meetingDay(today, opened.atMeeting), 1), '10:30'), index),
            happens: (scene) => complete(scene, numbered, today),
          },
      ...updateEvents(today, numbered, index + 1),
    ]
    if (mistyped !== undefined && typeof opened === 'number') {
      const at = minutesLater(on(opened, '11:30'), index + 2)
      events.push({ at, happens: (scene) => putRight(scene, numbered, today) })
    }
    for (const { on: day, to, reason } of moves) {
      const move = { targetOn: addDays(today, to), reason }
      events.push({ at: on(day, '15:10'), happens: (scene) => moveTarget(scene, number, move) })
    }
    if (formerOwner !== undefined) {
      const at = minutesLater(on(-formerOwner.daysAgo, '15:30'), 4)
      events.push({ at, happens: (scene) => handOver(scene, numbered) })
    }
    if (withdrawn !== undefined) {
      const { reason } = withdrawn
      events.push({ at: on(withdrawn.on, '16:00'), happens: (scene) => withdraw(scene, number, reason) })
    }
    return events
  })
}

/** Returns whom the story names as the owners of an action: those of today. */
export function ownersOf(scene: Scene, { owners }: Pick<DemoAction, 'owners'>): NamedChoice[] {
  return owners.map((named) => choiceOf(scene, named))
}

async function open(scene: Scene, { action, number, row }: NumberedAction, today: string): Promise<void> {
  const here = await hereAs(scene, 'callum', writePlan)
  const { formerOwner } = action
  const owners = formerOwner ? action.owners.with(0, { person: formerOwner.person }) : action.owners
  const id = await addAction(scene.trx, here, await rowOf(scene, here, row), {
    description: action.what,
    ...restOfWording(action),
    ...NOBODY_NEW,
    owners: ownersOf(scene, { owners }),
    startsOn: dayAt(today, action.starts),
    targetOn: dayAt(today, action.mistyped?.target ?? action.target),
  })
  note(scene, 'action', number, id)
}

async function putRight(scene: Scene, { action, number }: NumberedAction, today: string): Promise<void> {
  const { here, found } = await actionOf(scene, number)
  const { startsOn } = found
  const dates = { startsOn, targetOn: dayAt(today, action.target), reason: action.mistyped?.why ?? '' }
  const saved = await moveDates(scene.trx, here, found, dates, 'correction')
  expectOutcome(saved, 'saved', `the corrected date of action ${number}`)
}

/** A meeting gives an action out with its owners and target date: the rest follows when the plan is written up. */
async function complete(scene: Scene, { action, number }: NumberedAction, today: string): Promise<void> {
  const { here, found } = await actionOf(scene, number)
  const words = { ...wordingOf(found), ...restOfWording(action) }
  const changed = await changeAction(scene.trx, here, found, {
    ...words,
    ...NOBODY_NEW,
    owners: ownersOf(scene, action),
  })
  expectOutcome(changed, 'saved', `the words of action ${number}`)
  if (action.starts === undefined || found.targetOn === null) return
  const startsOn = addDays(today, action.starts)
  await saveDates(scene, number, { startsOn, targetOn: found.targetOn, reason: '' })
}

/** Returns the day that is so many days from today; null if the story gives none. */
export function dayAt(today: string, days: number | undefined): string | null {
  return days === undefined ? null : addDays(today, days)
}

function restOfWording({ outcome, measure }: DemoAction) {
  return {
    desiredOutcome: outcome,
    successMeasure: measure?.what ?? '',
    baseline: measure?.baseline ?? '',
    target: measure?.target ?? '',
  }
}

async function handOver(scene: Scene, { action, number }: NumberedAction): Promise<void> {
  const { here, found } = await actionOf(scene, number)
  const fields = { ...wordingOf(found), ...NOBODY_NEW, owners: ownersOf(scene, action) }
  const changed = await changeAction(scene.trx, here, found, fields)
  expectOutcome(changed, 'saved', `the owners of action ${number}`)
}

async function moveTarget(
  scene: Scene,
  number: string,
  move: { targetOn: string; reason: string },
): Promise<void> {
  const { found } = await actionOf(scene, number)
  await saveDates(scene, number, { startsOn: found.startsOn, ...move })
}

async function saveDates(
  scene: Scene,
  number: string,
  dates: { startsOn: string | null; targetOn: string; reason: string },
): Promise<void> {
  const { here, found } = await actionOf(scene, number)
  const whole = dates.reason !== '' || !moveNeedsReason(found.targetOn, dates.targetOn)
  expectOutcome(whole, true, `a move of action ${number} without a reason`)
  const moved = await moveDates(scene.trx, here, found, dates)
  expectOutcome(moved, 'saved', `the dates of action ${number}`)
}

async function withdraw(scene: Scene, number: string, reason: string): Promise<void> {
  const { here, found } = await actionOf(scene, number)
  const withdrawn = await withdrawAction(scene.trx, here, found, reason)
  expectOutcome(withdrawn, 'withdrawn', `the withdrawal of action ${number}`)
}

/** The action as the head of service changes it: a withdrawn one no longer changes. */
async function actionOf(scene: Scene, number: string): Promise<{ here: Here; found: Action }> {
  const here = await hereAs(scene, 'callum', writePlan)
  const found = there(await findAction(scene.trx, here, idOf(scene, 'action', number)), `action ${number}`)
  if (found.withdrawal !== undefined) throw new Error(`action ${number} was withdrawn`)
  return { here, found }
}
