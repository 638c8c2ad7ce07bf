import { randomUUID } from 'node:crypto'
import { checkEvidenceApart } from '../../documents/evidence-file.ts'
import type { NewEvidence } from '../../plans/updates/evidence.store.ts'
import {
  mayConfirm,
  mayDecide,
  mayReportProgress,
  missingParts,
  updateOf,
} from '../../plans/updates/progress-update.rules.ts'
import {
  listProgressUpdates,
  type ProgressUpdate,
  sendProgressUpdate,
} from '../../plans/updates/progress-update.store.ts'
import { findReportableAction } from '../../plans/updates/reportable-action.store.ts'
import { confirmBlue, decideUpdate } from '../../plans/updates/update-decision.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { addDays } from '../../shared/calendar-day.ts'
import type { DemoEvidence, DemoUpdate } from '../story/actions/demo-action.ts'
import type { NumberedAction } from '../story/actions/every-action.ts'
import { moment, sendingDay } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { evidenceFile } from './evidence-file.ts'
import { expectOutcome, hereAs, idOf, type Scene, there } from './scene.ts'

/** Returns the updates on an action with what was decided about them. `turn` spreads the days, as people do. */
export function updateEvents(today: string, { action, number }: NumberedAction, turn: number): DemoEvent[] {
  return action.updates.flatMap((update) => {
    const { confirmed, decision, quarter } = update
    // What waits to be accepted came in the last days.
    const sentOn = decision === 'waiting' ? addDays(today, -1 - (turn % 3)) : sendingDay(today, quarter, turn)
    const sentAt = moment(sentOn, `${String(8 + (turn % 9)).padStart(2, '0')}:${10 + ((turn * 7) % 50)}`)
    const events: DemoEvent[] = [{ at: sentAt, happens: (scene) => report(scene, number, update) }]
    if (decision !== 'waiting') {
      const at = moment(addDays(sentOn, 2), '17:20')
      events.push({ at, happens: (scene) => decide(scene, number, update) })
    }
    if (confirmed !== undefined) {
      const at = moment(addDays(sentOn, 3), '12:40')
      events.push({ at, happens: (scene) => confirm(scene, number, confirmed) })
    }
    return events
  })
}

async function report(scene: Scene, number: string, update: DemoUpdate): Promise<void> {
  const here = await hereAs(scene, update.by)
  const id = idOf(scene, 'action', number)
  const action = there(await findReportableAction(scene.trx, here, id), `action ${number}`)
  expectOutcome(mayReportProgress(here, action), true, `an update by ${update.by} on action ${number}`)
  const evidence = update.evidence && (await shownBy(here, update.evidence))
  const whole = reportOf(update, evidence)
  const missing = missingParts(whole, action, { hasFile: evidence?.file !== undefined, today: here.today })
  expectOutcome(Object.values(missing).join(), '', `an update on action ${number}`)
  const sent = await sendProgressUpdate(scene.trx, here, id, {
    ...updateOf(whole, action),
    formKey: randomUUID(),
    seenUpdateId: (await listProgressUpdates(scene.trx, here, [id])).at(-1)?.id ?? 0,
    evidence,
  })
  expectOutcome(sent, 'sent', `an update on action ${number}`)
}

/** The form as it is filled in. */
function reportOf(update: DemoUpdate, evidence: NewEvidence | undefined) {
  const { rag, nothingChanged = false, words: narrative, reason = '' } = update
  return {
    ...(nothingChanged
      ? { rag: 'unchanged' as const, unchangedReason: reason, narrative: '', reason: '' }
      : { rag, unchangedReason: '', narrative, reason }),
    recovery: update.recovery ?? '',
    blockedBy: update.blockedBy ?? '',
    askOfBoard: update.ask ?? '',
    measuredValue: update.value ?? '',
    evidenceTitle: evidence?.title ?? '',
    evidenceDate: evidence?.datedOn ?? null,
    evidenceUrl: evidence?.url ?? '',
  }
}

async function shownBy(
  { today, account }: Here,
  { title, daysBefore, shown }: DemoEvidence,
): Promise<NewEvidence> {
  const datedOn = addDays(today, -daysBefore)
  if ('url' in shown) return { title, datedOn, url: shown.url, file: undefined }
  const { fileName, lines } = shown
  const content = evidenceFile(fileName, lines)
  const checked = await checkEvidenceApart(fileName, content, account.id)
  if (!checked.ok) throw new Error(`${fileName} is not taken: ${checked.message}`)
  return { title, datedOn, url: '', file: { fileName, mediaType: checked.mediaType, content } }
}

/** The head of service decides, and the chair where the head sent it. */
async function decide(scene: Scene, number: string, { by, decision }: DemoUpdate): Promise<void> {
  const here = await hereAs(scene, by === 'callum' ? 'meera' : 'callum')
  const update = await lastUpdate(scene, here, number)
  expectOutcome(mayDecide(here, update), true, `a decision about action ${number}`)
  const decided = await decideUpdate(scene.trx, here, update.id, {
    decision: typeof decision === 'object' ? 'returned' : 'accepted',
    comment: typeof decision === 'object' ? decision.returned : '',
  })
  expectOutcome(decided, 'saved', `a decision about action ${number}`)
}

async function confirm(
  scene: Scene,
  number: string,
  { by, comment }: NonNullable<DemoUpdate['confirmed']>,
): Promise<void> {
  const here = await hereAs(scene, by)
  const update = await lastUpdate(scene, here, number)
  expectOutcome(update.rag === 'blue' && mayConfirm(here, update), true, `a confirmation of action ${number}`)
  const confirmed = await confirmBlue(scene.trx, here, update.id, comment)
  expectOutcome(confirmed, 'saved', `a confirmation of action ${number}`)
}

async function lastUpdate(scene: Scene, here: Here, number: string): Promise<ProgressUpdate> {
  const updates = await listProgressUpdates(scene.trx, here, [idOf(scene, 'action', number)])
  return there(updates.at(-1), `update on action ${number}`)
}
