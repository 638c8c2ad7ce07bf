import { manageAccounts } from '../../members/member.noun.ts'
import { changeSettings } from '../../partnerships/settings.noun.ts'
import { managePeople } from '../../people/person.noun.ts'
import { offerNewPartnership } from '../../accounts/first-administrator.ts'
import { findOneTimeLink } from '../../accounts/one-time-link.store.ts'
import { addInvitation } from '../../members/invitation.store.ts'
import { foundPartnership, joinPartnership } from '../../members/joining.store.ts'
import { changeMember, listMembers } from '../../members/member.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { NewPartnership } from '../../partnerships/partnership.store.ts'
import { saveMeetingSettings } from '../../partnerships/settings.store.ts'
import { addAgency } from '../../people/agency.store.ts'
import { addPerson, changePerson, findPerson, type PersonFields } from '../../people/person.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import {
  agencies,
  type AgencyKey,
  calderbeck,
  northmoor,
  people,
  type PersonKey,
} from '../story/people.data.ts'
import { minutesLater, moment } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { expectOutcome, hereAs, hereOf, idOf, note, NORTHMOOR, type Scene, there } from './scene.ts'

/** How many days ago the partnership was set up here. */
const FOUNDED = 350

/** How many members the board has said it needs to decide. */
const QUORUM = 5

const FOUNDER = 'fiona'

/** Returns how Northmoor was set up, who was invited and joined, and who came and left during the year. */
export function peopleEvents(today: string): DemoEvent[] {
  const start = moment(addDays(today, -FOUNDED), '09:10')
  const keys = (Object.keys(people) as PersonKey[]).filter((key) => key !== FOUNDER)
  const first = keys.filter((key) => !('joinedDaysAgo' in people[key]))
  return [
    { at: start, happens: foundNorthmoor },
    ...(Object.keys(agencies) as AgencyKey[]).map((key, index) => ({
      at: minutesLater(start, 5 + index),
      happens: (scene: Scene) => addAgencyOf(scene, key),
    })),
    { at: minutesLater(start, 20), happens: completeFounder },
    ...first.flatMap((key, index) => newcomer(key, minutesLater(start, 25 + index), index % 4)),
    ...keys.flatMap((key) => {
      const person = people[key]
      if ('joinedDaysAgo' in person)
        return newcomer(key, moment(addDays(today, -person.joinedDaysAgo), '10:05'), 0)
      if (!('leftDaysAgo' in person)) return []
      const leftOn = addDays(today, -person.leftDaysAgo)
      return { at: moment(leftOn, '16:40'), happens: (scene: Scene) => leave(scene, key, leftOn) }
    }),
  ]
}

/** Returns how the second, small partnership was set up, with one account and no plan. */
export function calderbeckEvents(today: string): DemoEvent[] {
  return [{ at: moment(addDays(today, -300), '10:30'), happens: foundCalderbeck }]
}

async function foundNorthmoor(scene: Scene): Promise<void> {
  const { name, account } = people[FOUNDER]
  expectOutcome(await found(scene, { email: account.email, name }, northmoor), NORTHMOOR, 'the founding')
  const here = await hereAs(scene, FOUNDER, changeSettings)
  const { quorumAgencies, attendanceCommitment, minuteTakerRecords, version } = here.partnership
  const settings = { quorumMembers: QUORUM, quorumAgencies, attendanceCommitment, minuteTakerRecords }
  expectOutcome(await saveMeetingSettings(scene.trx, here, version, settings), 'saved', 'the quorum')
}

/** Sets a partnership up with the link for a first administrator; returns its short name. */
async function found(
  { trx, at, passwordHash }: Scene,
  founder: { email: string; name: string },
  partnership: NewPartnership,
): Promise<string> {
  const link = await offerNewPartnership(trx, '', at)
  const opened = there(await findOneTimeLink(trx, tokenOf(link), at), 'link for a first administrator')
  const founded = await foundPartnership(trx, opened, { ...founder, passwordHash }, partnership, at)
  if (typeof founded === 'string') throw new Error(`${partnership.name} was not set up: ${founded}`)
  return founded.slug
}

function tokenOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1)
}

async function addAgencyOf(scene: Scene, key: AgencyKey): Promise<void> {
  const id = await addAgency(scene.trx, await hereAs(scene, FOUNDER, managePeople), agencies[key])
  if (typeof id !== 'number') throw new Error(`the agency ${key} was not added: ${id}`)
  note(scene, 'agency', key, id)
}

/** Founding knows only the name of whoever founds. */
async function completeFounder(scene: Scene): Promise<void> {
  const here = await hereAs(scene, FOUNDER, managePeople)
  note(scene, 'person', FOUNDER, there(here.personId ?? undefined, 'person of the founder'))
  await savePerson(scene, here, FOUNDER, { leftOn: null })
}

/** Adds somebody and, where they sign in, invites them; they join some days later. */
function newcomer(key: PersonKey, addedAt: string, daysLater: number): DemoEvent[] {
  const person = people[key]
  const added = { at: addedAt, happens: (scene: Scene) => addPersonOf(scene, key) }
  if (!('account' in person)) return [added]
  const { name } = person
  const { email, roles } = person.account
  let token = ''
  return [
    added,
    {
      at: minutesLater(addedAt, 30),
      happens: async (scene) => {
        const here = await hereAs(scene, FOUNDER, manageAccounts)
        const personId = idOf(scene, 'person', key)
        token = await addInvitation(scene.trx, here, { email, roles: [...roles], personId })
      },
    },
    {
      at: minutesLater(addedAt, 120 + daysLater * 24 * 60),
      happens: async ({ trx, at, passwordHash }) => {
        const link = there(await findOneTimeLink(trx, token, at), `invitation of ${name}`)
        const id = there(link.partnershipId ?? undefined, 'partnership of an invitation')
        const joining = { partnership: { id }, clock: () => at }
        const joined = await joinPartnership(trx, link, joining, { email, name, passwordHash })
        expectOutcome(joined, 'joined', `${name} as a member`)
      },
    },
  ]
}

async function addPersonOf(scene: Scene, key: PersonKey): Promise<void> {
  const here = await hereAs(scene, FOUNDER, managePeople)
  note(scene, 'person', key, await addPerson(scene.trx, here, fieldsOf(scene, key, null)))
}

async function leave(scene: Scene, key: PersonKey, leftOn: string): Promise<void> {
  await savePerson(scene, await hereAs(scene, FOUNDER, managePeople), key, { leftOn })
}

async function savePerson(
  scene: Scene,
  here: Here,
  key: PersonKey,
  { leftOn }: { leftOn: string | null },
): Promise<void> {
  const person = there(await findPerson(scene.trx, here, idOf(scene, 'person', key)), key)
  const saved = await changePerson(scene.trx, here, person, fieldsOf(scene, key, leftOn))
  expectOutcome(saved, 'saved', people[key].name)
}

function fieldsOf(scene: Scene, key: PersonKey, leftOn: string | null): PersonFields {
  const person = people[key]
  return {
    name: person.name,
    jobTitle: person.jobTitle,
    agencyId: idOf(scene, 'agency', person.agency),
    leftOn,
    sitsOnBoard: 'sitsOnBoard' in person,
  }
}

async function foundCalderbeck(scene: Scene): Promise<void> {
  const { trx } = scene
  const { email, roles } = calderbeck.account
  const { name, jobTitle } = calderbeck.person
  const slug = await found(scene, { email, name }, calderbeck.partnership)
  const here = there(await hereOf(scene, email, slug), 'second partnership')
  const agencyIds = []
  for (const agency of calderbeck.agencies) agencyIds.push(await addAgency(trx, here, agency))
  const agencyId = agencyIds.find((id) => typeof id === 'number') ?? null
  const person = there(await findPerson(trx, here, here.personId ?? 0), name)
  const fields = { name, jobTitle, agencyId, leftOn: null, sitsOnBoard: false }
  expectOutcome(await changePerson(trx, here, person, fields), 'saved', name)
  const member = there((await listMembers(trx, here))[0], 'member of the second partnership')
  const changed = await changeMember(trx, here, member, { roles, personId: person.id })
  expectOutcome(changed, 'saved', `the roles of ${name}`)
}
