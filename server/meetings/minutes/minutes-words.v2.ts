import { ragWordsV2 } from '../../plans/position/rag-words.v2.ts'
import type { FinancialQuarter } from '../../shared/financial-quarter.ts'
import { day } from '../../web/view-helpers.ts'
import type { QuorumFigures } from '../attendance/attendance.rules.ts'
import type { ItemTitle } from './minutes-document.rules.ts'
import { minutesWordsV1 } from './minutes-words.v1.ts'

/**
 * The English in which the facts of version 2 are printed: the words of version 1, and those for what version 1 kept
 * as sentences. It never changes; another wording is another version.
 */
export const minutesWordsV2 = {
  ...minutesWordsV1,
  ragWords: ragWordsV2,
  inQuarter: ({ year, quarter }: FinancialQuarter) => {
    const months = ['April to June', 'July to September', 'October to December', 'January to March']
    const name = `Q${quarter} ${year}-${String((year + 1) % 100).padStart(2, '0')}`
    return `${name} (${months[quarter - 1] ?? ''} ${quarter === 4 ? year + 1 : year})`
  },
  quorumStatement,
  itemTitle,
  noChampion: 'TBC',
}

function quorumStatement(figures: QuorumFigures): string {
  const { recorded, quorate, members, represented, agencies, agenciesRepresented } = figures
  const { membersNeeded, agenciesNeeded } = figures
  if (!recorded) return 'No attendance of members has been recorded.'
  const came = `${represented} of ${members} ${members === 1 ? 'member was' : 'members were'} present or sent a deputy`
  if (quorate === null) return `The board has set no quorum. ${came}.`
  const needed = membersNeeded === null ? '' : `; ${are(membersNeeded)} needed`
  const there =
    agenciesNeeded === null
      ? ''
      : ` ${agenciesRepresented} of ${agencies} ${agencies === 1 ? 'statutory agency was' : 'statutory agencies were'} represented; ${are(agenciesNeeded)} needed.`
  return `The meeting was ${quorate ? '' : 'not '}quorate: ${came}${needed}.${there}`
}

function are(number: number): string {
  return `${number} ${number === 1 ? 'is' : 'are'}`
}

const TITLES: Readonly<Record<string, string>> = {
  apologies: 'Apologies for absence',
  declarations: 'Declarations of interest',
  matters_arising: 'Matters arising',
  indicators: 'Indicators',
  other_business: 'Any other business',
  next_meeting: 'Date of the next meeting',
}

function itemTitle(title: ItemTitle): string {
  if ('said' in title) return title.said
  if ('kind' in title) return TITLES[title.kind] ?? ''
  if ('minutesOf' in title) return `Minutes of ${day(title.minutesOf)}`
  return `Recommendation ${title.recommendation}: ${title.wording}`
}
