import type { Role } from '../../shared/role.ts'

/** The sign-in password of every account on the demo board. */
export const DEMO_PASSWORD = 'northmoor demo board'

interface DemoAgency {
  name: string
  statutory: boolean
}

interface DemoPerson {
  name: string
  jobTitle: string
  agency: AgencyKey
  /** How many days ago they left. */
  leftDaysAgo?: number
  /** Besides those whose account has a role on the board. */
  sitsOnBoard?: true
  /** How many days ago they joined, unless they were there from the beginning. */
  joinedDaysAgo?: number
  account?: { email: string; roles: readonly Role[] }
}

/** The names that the demo partnership was set up with. */
export const northmoor = {
  councilName: 'Northmoor Council',
  name: 'Northmoor Youth Justice Partnership Board',
  serviceName: 'Northmoor Youth Justice Service',
}

/** The demo partnership's agencies; the statutory ones are those of the Crime and Disorder Act 1998 s.38-39. */
export const agencies = {
  youthJustice: { name: 'Northmoor Youth Justice Service', statutory: true },
  socialCare: { name: "Children's social care", statutory: true },
  education: { name: 'Education and inclusion', statutory: true },
  police: { name: 'Moorland Police', statutory: true },
  probation: { name: 'Moorland Probation Delivery Unit', statutory: true },
  health: { name: 'Moorland Integrated Care Board', statutory: true },
  publicHealth: { name: 'Public health', statutory: false },
  housing: { name: 'Housing and homelessness', statutory: false },
  voluntary: { name: 'Northmoor Youth Alliance', statutory: false },
  council: { name: 'Northmoor Council', statutory: true },
} satisfies Record<string, DemoAgency>

export type AgencyKey = keyof typeof agencies

/** Everybody the demo plan names. The first account of each role is the one that `npm run demo` prints. */
export const people = {
  fiona: {
    name: 'Fiona Lyle',
    jobTitle: 'Business manager',
    agency: 'youthJustice',
    account: { email: 'administrator@northmoor.example', roles: ['administrator'] },
  },
  meera: {
    name: 'Meera Ashdown',
    jobTitle: 'Independent chair of the board',
    agency: 'council',
    account: { email: 'chair@northmoor.example', roles: ['chair'] },
  },
  philippa: {
    name: 'Philippa Oyelaran',
    jobTitle: "Director of children's services",
    agency: 'socialCare',
    account: { email: 'board.member@northmoor.example', roles: ['board_member'] },
  },
  callum: {
    name: 'Callum Featherstone',
    jobTitle: 'Head of youth justice',
    agency: 'youthJustice',
    account: { email: 'head.of.service@northmoor.example', roles: ['head_of_service'] },
  },
  sadia: {
    name: 'Sadia Rehmani',
    jobTitle: 'Operations manager, court orders',
    agency: 'youthJustice',
    account: { email: 'service.champion@northmoor.example', roles: ['service_champion'] },
  },
  rhys: {
    name: 'Rhys Colbourne',
    jobTitle: 'Partnership support officer',
    agency: 'council',
    account: { email: 'minute.taker@northmoor.example', roles: ['minute_taker'] },
  },
  helena: {
    name: 'Helena Prowse',
    jobTitle: 'Scrutiny officer',
    agency: 'council',
    account: { email: 'observer@northmoor.example', roles: ['observer'] },
  },
  yasmin: {
    name: 'Yasmin Brackley',
    jobTitle: 'Head of inclusion and the virtual school',
    agency: 'education',
    account: { email: 'yasmin.brackley@northmoor.example', roles: ['board_member'] },
  },
  anil: {
    name: 'Dr Anil Wadhwani',
    jobTitle: 'Designated clinical officer',
    agency: 'health',
    account: { email: 'anil.wadhwani@northmoor.example', roles: ['board_member'] },
  },
  rosalind: {
    name: 'Chief Inspector Rosalind Hythe',
    jobTitle: 'Neighbourhoods and partnerships',
    agency: 'police',
    account: { email: 'rosalind.hythe@northmoor.example', roles: ['board_member'] },
  },
  winston: {
    name: 'Winston Farraday',
    jobTitle: 'Housing strategy manager',
    agency: 'housing',
    joinedDaysAgo: 126,
    account: { email: 'winston.farraday@northmoor.example', roles: ['board_member'] },
  },
  joy: {
    name: 'Joy Penhallow',
    jobTitle: 'Chief executive',
    agency: 'voluntary',
    account: { email: 'joy.penhallow@northmoor.example', roles: ['board_member'] },
  },
  leonie: {
    name: 'Leonie Castell',
    jobTitle: 'Head of the probation delivery unit',
    agency: 'probation',
    account: { email: 'leonie.castell@northmoor.example', roles: ['board_member'] },
  },
  lewis: {
    name: 'Lewis Thackray',
    jobTitle: 'Team manager, prevention and diversion',
    agency: 'youthJustice',
    account: { email: 'lewis.thackray@northmoor.example', roles: ['service_champion'] },
  },
  huiMin: {
    name: 'Hui-Min Carver',
    jobTitle: 'Performance and information officer',
    agency: 'youthJustice',
    account: { email: 'hui-min.carver@northmoor.example', roles: ['service_champion'] },
  },
  oona: {
    name: 'Oona Delacey',
    jobTitle: 'Restorative justice and victim worker',
    agency: 'youthJustice',
    account: { email: 'oona.delacey@northmoor.example', roles: ['service_champion'] },
  },
  marlon: {
    name: 'Marlon Quigg',
    jobTitle: 'Participation worker',
    agency: 'youthJustice',
    account: { email: 'marlon.quigg@northmoor.example', roles: ['service_champion'] },
  },
  esther: {
    name: 'Esther Bamford',
    jobTitle: 'Resettlement and transitions worker',
    agency: 'youthJustice',
    account: { email: 'esther.bamford@northmoor.example', roles: ['service_champion'] },
  },
  catrin: {
    name: 'Catrin Mostyn',
    jobTitle: 'Speech and language therapy lead',
    agency: 'health',
  },
  gareth: {
    name: 'Gareth Tunstall',
    jobTitle: 'Service manager, help and protection',
    agency: 'socialCare',
  },
  duncan: { name: 'Duncan Ives', jobTitle: 'SEND casework manager', agency: 'education' },
  imran: { name: 'Sergeant Imran Dosanjh', jobTitle: 'Child-centred policing', agency: 'police' },
  bethan: {
    name: 'Bethan Skelmore',
    jobTitle: 'Consultant in public health',
    agency: 'publicHealth',
    sitsOnBoard: true,
  },
  graham: {
    name: 'Graham Sedgeley',
    jobTitle: 'Head of housing options',
    agency: 'housing',
    leftDaysAgo: 120,
    sitsOnBoard: true,
  },
} satisfies Record<string, DemoPerson>

export type PersonKey = keyof typeof people

/** Returns the email with which the demo shows a role: of the first person who has it. */
export function emailOf(role: Role): string {
  for (const person of Object.values(people)) {
    if (!('account' in person)) continue
    const roles: readonly Role[] = person.account.roles
    if (roles.includes(role)) return person.account.email
  }
  throw new Error(`nobody on the demo board is ${role}`)
}

/** The second, small partnership, on which nothing of the first can be seen. */
export const calderbeck = {
  partnership: {
    councilName: 'Calderbeck Council',
    name: 'Calderbeck Youth Justice Board',
    serviceName: 'Calderbeck Youth Justice Service',
  },
  agencies: [
    { name: 'Calderbeck Youth Justice Service', statutory: true },
    { name: 'Calderbeck Police', statutory: true },
  ] satisfies DemoAgency[],
  person: { name: 'Tamsin Orchard', jobTitle: 'Head of youth justice' },
  account: {
    email: 'head.of.service@calderbeck.example',
    roles: ['administrator', 'head_of_service'] satisfies Role[],
  },
}
