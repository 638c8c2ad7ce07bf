import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { readAll, readWith, sql } from '../../database/read.ts'
import { dateFields, type DraftField, type DraftForm } from '../../drafts/draft-form.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import type { FormNews } from '../../drafts/form-news.ts'
import type { Here } from '../../partnerships/here.ts'
import { fieldVersion } from '../../shared/merged-fields.ts'
import { Forbidden } from '../../web/errors.ts'
import { canBeRecorded, mayTakeMinutes } from '../record/meeting.rules.ts'
import { meetingOfItemAsk, toMeeting } from '../record/meeting.store.ts'
import { lastChangesOf } from '../items/item-changes.store.ts'
import { boxesOf, itemFieldLabel, itemFields } from '../items/item-merge.rules.ts'
import { itemRecordAsk, toItemRecords } from '../items/item-record.store.ts'
import { wordsOf } from '../items/item-save.store.ts'
import { valuesOf } from './session-item-form.page.ts'

const FIELDS: Readonly<Record<string, DraftField>> = {
  discussion: { label: 'Discussion', max: 20_000 },
  decision: { label: 'Decision', max: 10_000 },
  decisionOpen: { label: 'Bring this back at the next meeting until it is done', max: 10 },
  agreedRag: { label: 'Agreed RAG', max: 20 },
  agreedReason: { label: 'Reason for the agreed RAG', max: 4000 },
  actionDescription: { label: 'What will be done?', max: 2000 },
  actionOwner: { label: 'Who will do it?', max: 100 },
  ...dateFields('actionTarget', 'By when?'),
  actionRecommendation: { label: 'Which recommendation does it belong to?', max: 100 },
}

/** Those of each question, by its key, and of each decision of an earlier meeting, by its item. */
const ROWS: readonly (DraftField & { pattern: RegExp })[] = [
  { pattern: /^askedBy-[\da-z]{1,16}$/, label: 'Who asked', max: 200 },
  { pattern: /^question-[\da-z]{1,16}$/, label: 'What was asked', max: 4000 },
  { pattern: /^answer-[\da-z]{1,16}$/, label: 'The answer', max: 8000 },
  { pattern: /^note-[1-9]\d{0,8}$/, label: 'Note', max: 2000 },
  { pattern: /^done-[1-9]\d{0,8}$/, label: 'Is it done?', max: 10 },
]

const ITEM = sql<{ title: string }>`
  select i.title from agenda_items as i
    join meetings as m on m.id = i.meeting_id
  where i.id = :item and m.partnership_id = :partnership`

/** Recording an item of a meeting in session. */
export const sessionItemDrafts: DraftForm = {
  kind: 'item',
  names: undefined,
  fieldNamed: (name) =>
    Object.hasOwn(FIELDS, name) ? FIELDS[name] : ROWS.find(({ pattern }) => pattern.test(name)),
  load: async (db, here, id) => {
    const { items, meetings } = await askAtOnce(db, {
      items: readWith(ITEM, { partnership: here.partnership.id, item: id }),
      meetings: meetingOfItemAsk(here, id),
    })
    const [item] = items
    const [row] = meetings
    if (item === undefined || row === undefined) return undefined
    const meeting = toMeeting(here, row)
    const path = `/partnerships/${here.partnership.slug}/meetings/${meeting.id}`
    if (!mayTakeMinutes(here, meeting)) {
      const { read, values } = draftsOfForm(here, sessionItemDrafts.kind, id)
      const drafts = await readAll(db, read, values)
      if (drafts.length === 0) throw new Forbidden('Only who takes the minutes records a meeting.')
      return { page: path, name: item.title, closed: 'You no longer record this meeting.', readOnly: true }
    }
    return {
      page: `${path}/session/${id}`,
      name: item.title,
      closed: canBeRecorded(meeting.state) ? undefined : 'The minutes no longer change.',
    }
  },
  news: itemNews,
  closed: sql`
    select i.id as "recordId" from agenda_items as i
      join minutes on minutes.meeting_id = i.meeting_id
    where minutes.finalised_at < :before
      and i.id in (select d.record_id from drafts as d where d.kind = 'item')`,
}

/** What stands in the fields of an item now, and who changed each last. */
async function itemNews(db: Db, here: Here, id: number, known: string): Promise<FormNews> {
  const { read, values } = itemRecordAsk(here, id)
  const record = toItemRecords(here, await readAll(db, read, values)).get(id)
  const at = record?.savedAt ?? ''
  if (at === known) return { at, fields: [] }
  const words = wordsOf(record)
  const boxes = valuesOf(words)
  const changes = await lastChangesOf(db, here, id)
  return {
    at,
    fields: Object.entries(itemFields(words)).map(([name, text]) => ({
      label: itemFieldLabel(name),
      version: fieldVersion(text),
      boxes: Object.fromEntries(
        boxesOf(name).map((box) => [box, typeof boxes[box] === 'string' ? boxes[box] : '']),
      ),
      by: changes.get(name)?.by ?? '',
      at: changes.get(name)?.at ?? '',
    })),
  }
}
