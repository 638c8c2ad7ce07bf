import { DEFAULT_RAG_WORDS, RAGS, type RagWord } from '../shared/rag.ts'
import type { TwoTexts } from '../web/conflicts/both-versions.page.ts'
import type { Here } from './here.ts'
import type { Noun } from '../shared/noun.ts'
import { permissionsOf } from './permissions.rules.ts'
import { ROLE_WORDS, ROLES } from '../shared/role.ts'
import { RAG_FIELDS } from './settings.forms.ts'
import { type MeetingSettings, meetingSettingsOf, namesOf } from './settings.store.ts'

const LABELS: Record<string, string> = {
  councilName: 'Name of the council or area',
  boardName: 'Name of the board',
  serviceName: 'Name of the service',
  colour: 'Colour',
  updatesNeedAcceptance: 'Progress updates need acceptance',
  quorumMembers: 'Members needed for a quorum',
  quorumAgencies: 'Statutory agencies needed for a quorum',
  attendanceCommitment: 'Share of meetings to attend, in per cent',
  minuteTakerRecords: 'The minute taker records the RAG that the board agrees',
  notStartedWord: 'The word for not started',
  notStartedMeaning: 'The meaning of not started',
  redWord: 'The word for red',
  redMeaning: 'The meaning of red',
  amberWord: 'The word for amber',
  amberMeaning: 'The meaning of amber',
  greenWord: 'The word for green',
  greenMeaning: 'The meaning of green',
  blueWord: 'The word for blue',
  blueMeaning: 'The meaning of blue',
}

/** Returns the settings as the fields of their forms. */
export function settingsValues(here: Here): Record<string, string | number> {
  return {
    ...namesOf(here),
    updatesNeedAcceptance: here.partnership.updatesNeedAcceptance ? 'yes' : 'no',
    ...meetingValues(meetingSettingsOf(here)),
    ...ragValues(here.ragWords),
    version: here.partnership.version,
  }
}

/** Returns the quorum and the commitment as the fields of their form. */
export function meetingValues(settings: MeetingSettings): Record<string, string> {
  const { quorumMembers, quorumAgencies, attendanceCommitment, minuteTakerRecords } = settings
  return {
    quorumMembers: quorumMembers === null ? '' : String(quorumMembers),
    quorumAgencies: quorumAgencies === null ? '' : String(quorumAgencies),
    attendanceCommitment: String(attendanceCommitment),
    minuteTakerRecords: minuteTakerRecords ? 'yes' : 'no',
  }
}

/** Returns RAG words as the fields of their form. */
export function ragValues(words: readonly RagWord[]): Record<string, string> {
  return Object.fromEntries(
    words.flatMap(({ rag, word, meaning }) => [
      [RAG_FIELDS[rag].word, word],
      [RAG_FIELDS[rag].meaning, meaning],
    ]),
  )
}

/** Returns the settings in which what somebody sent differs from what is saved. */
export function differences(here: Here, sent: Record<string, unknown>): TwoTexts[] {
  return Object.entries(settingsValues(here)).flatMap(([field, saved]) => {
    const label = LABELS[field]
    const yours = sent[field]
    if (label === undefined || typeof yours !== 'string' || yours === saved) return []
    return [{ label, yours, saved: String(saved) }]
  })
}

const DEFAULT_WORDS = new Map(DEFAULT_RAG_WORDS.map(({ rag, word }) => [rag, word]))

/** The five RAG values, each by the word it began with, and the names of their fields. */
export const ragRows = RAGS.map((rag) => ({
  rag,
  wordField: RAG_FIELDS[rag].word,
  meaningField: RAG_FIELDS[rag].meaning,
  legend: DEFAULT_WORDS.get(rag),
}))

/** The columns of the table of what each role may do. */
export const roleColumns = ROLES.map((role) => ROLE_WORDS[role])

/** Returns its rows, one for each permission. */
export function permissionRows(nouns: readonly Noun[]) {
  return Object.values(permissionsOf(nouns)).map(({ words, roles }) => ({
    words,
    allowed: ROLES.map((role) => roles.includes(role)),
  }))
}
