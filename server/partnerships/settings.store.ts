import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/database.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { keepFormerValues } from '../audit/former-values.ts'
import type { RagWord } from '../shared/rag.ts'
import type { Here } from './here.ts'
import type { Refusal } from '../shared/outcome.ts'

export type Saved = 'saved' | Refusal<'conflict'>

export interface Names {
  councilName: string
  boardName: string
  serviceName: string
  colour: string
}

/** Saves the names and the colour, read at this version. The partnership keeps its address. */
export function saveNames(db: Db, here: Here, version: number, names: Names): Promise<Saved> {
  return saveSettings(db, here, version, {
    event: 'names and colour changed',
    columns: {
      council_name: names.councilName,
      name: names.boardName,
      service_name: names.serviceName,
      colour: names.colour,
    },
    before: namesOf(here),
    after: names,
  })
}

/** Returns the names and the colour as their form has them. */
export function namesOf({ partnership }: Here): Names {
  const { councilName, name, serviceName, colour } = partnership
  return { councilName, boardName: name, serviceName, colour }
}

/** Saves whether progress updates need acceptance, read at this version. */
export function saveAcceptance(db: Db, here: Here, version: number, needed: boolean): Promise<Saved> {
  return saveSettings(db, here, version, {
    event: 'acceptance of updates changed',
    columns: { updates_need_acceptance: needed },
    before: { updatesNeedAcceptance: here.partnership.updatesNeedAcceptance },
    after: { updatesNeedAcceptance: needed },
  })
}

export interface MeetingSettings {
  quorumMembers: number | null
  quorumAgencies: number | null
  attendanceCommitment: number
  /** Whether the minute taker may record the RAG that the board agreed, for the chair to confirm. */
  minuteTakerRecords: boolean
}

/** Saves the quorum and the attendance that the board committed itself to, read at this version. */
export function saveMeetingSettings(
  db: Db,
  here: Here,
  version: number,
  settings: MeetingSettings,
): Promise<Saved> {
  return saveSettings(db, here, version, {
    event: 'settings of meetings changed',
    columns: {
      quorum_members: settings.quorumMembers,
      quorum_agencies: settings.quorumAgencies,
      attendance_commitment: settings.attendanceCommitment,
      minute_taker_records: settings.minuteTakerRecords,
    },
    before: meetingSettingsOf(here),
    after: settings,
  })
}

/** Returns the quorum and the commitment as their form has them. */
export function meetingSettingsOf({ partnership }: Here): MeetingSettings {
  const { quorumMembers, quorumAgencies, attendanceCommitment, minuteTakerRecords } = partnership
  return { quorumMembers, quorumAgencies, attendanceCommitment, minuteTakerRecords }
}

/** Saves the words and meanings of the five RAG values, read at this version. */
export function saveRagWords(db: Db, here: Here, version: number, words: readonly RagWord[]): Promise<Saved> {
  return saveSettings(db, here, version, {
    event: 'RAG words changed',
    columns: {},
    before: byWord(here.ragWords),
    after: byWord(words),
    alsoSave: async (trx, at) => {
      await keepFormerValues(trx, {
        partnershipId: here.partnership.id,
        accountId: here.account.id,
        subject: 'rag_words',
        subjectId: here.partnership.id,
        values: { ragWords: here.ragWords },
        at,
      })
      await trx('rag_words')
        .insert(words.map((word) => ({ partnership_id: here.partnership.id, ...word })))
        .onConflict(['partnership_id', 'rag'])
        .merge(['word', 'meaning'])
    },
  })
}

interface SettingsChange {
  event: string
  columns: Record<string, unknown>
  before: unknown
  after: unknown
  alsoSave?: (trx: Db, at: string) => Promise<void>
}

function saveSettings(db: Db, here: Here, version: number, setting: SettingsChange): Promise<Saved> {
  const { id } = here.partnership
  return change(db, here, async (trx, at) => {
    const isSame = isDeepStrictEqual(setting.before, setting.after)
    const saved = await trx('partnerships')
      .where({ id, version })
      .update({ ...setting.columns, version: version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    const { name, serviceName, councilName, updatesNeedAcceptance } = here.partnership
    await keepFormerValues(trx, {
      partnershipId: id,
      accountId: here.account.id,
      subject: 'partnerships',
      subjectId: id,
      values: { name, serviceName, councilName, updatesNeedAcceptance, ...meetingSettingsOf(here) },
      at,
    })
    await setting.alsoSave?.(trx, at)
    await recordAudit(trx, {
      at,
      partnershipId: id,
      accountId: here.account.id,
      event: setting.event,
      subject: 'partnerships',
      subjectId: id,
      wrote: {
        rag_words: { partnership_id: id },
        former_values: { subject: ['partnerships', 'rag_words'], subject_id: id, until_at: at },
      },
      before: setting.before,
      after: setting.after,
    })
    return 'saved'
  })
}

function byWord(words: readonly RagWord[]): Record<string, string> {
  return Object.fromEntries(
    words.flatMap(({ rag, word, meaning }) => [
      [`word for ${rag}`, word],
      [`meaning of ${rag}`, meaning],
    ]),
  )
}
