// The direction of the house: a folder imports only from folders that stand before it in the list. A folder's own
// files are one entry, its sub-folders others. Types count as imports. `npm run direction` holds it.

/** The layers, lowest first. `server` is app.ts, nouns.ts, listen.ts, start.ts and main.ts. */
const layers = [
  'server/shared',
  'server/database',
  'server/audit',
  'server/file-reading',
  'server/web',
  'server/web/conflicts',
  'server/web/receiving',
  'server/paper',
  'server/paper/text',
  'server/paper/pdf',
  'server/paper/docx',
  'server/paper/sheets',
  'server/accounts',
  'server/partnerships',
  'server/people',
  'server/members',
  'server/drafts',
  'server/documents',
  'server/corrections',
  'server/printing',
  'server/ops/backup',
  'server/ops',
  'server/ops/copy',
  'server/ops/doctor',
  'server/site',
  'server/audit-log',
  'server/inspections/frameworks',
  'server/inspections/reader/text',
  'server/inspections/reader/lines',
  'server/inspections/reader',
  'server/inspections',
  'server/plans/record',
  'server/plans/action-state',
  'server/plans/updates',
  'server/plans/recommendations',
  'server/plans/actions',
  'server/plans/coverage',
  'server/plans/position',
  'server/plans',
  'server/rounds',
  'server/meetings/record',
  'server/meetings/attendance',
  'server/meetings/agenda',
  'server/meetings/items',
  'server/meetings/session',
  'server/meetings/minutes',
  'server/meetings',
  'server/plan-history',
  'server/plan-files',
  'server/board-pack',
  'server/reports/drafting',
  'server/reports/templates',
  'server/reports/editor',
  'server/reports/issues',
  'server/reports',
  'server/board-home',
  'server/my-work',
  'server',
  'server/demo/story',
  'server/demo/story/actions',
  'server/demo/story/meetings',
  'server/demo/events',
  'server/demo',
]

/** Lies under everything and imports nothing of ours. */
const underEverything = '^server/config\\.ts$'

const ownFilesOf = (folders) => `^(${folders.join('|')})/[^/]+$`

const oneWay = layers.map((layer, index) => ({
  name: `${layer.replace('server/', '')}-imports-only-what-stands-before-it`,
  severity: 'error',
  from: { path: ownFilesOf([layer]), pathNot: underEverything },
  to: { path: '^server/', pathNot: [ownFilesOf(layers.slice(0, index + 1)), underEverything] },
}))

/** What reads files from outside: itself only asked by programs of their own. */
const readsFiles =
  '^server/(inspections/reader/(?!reading\\.ts)|partnerships/(logo\\.rules|picture-size)\\.ts|shared/content-kind\\.ts)'

/** The libraries for that. */
const parsers = 'node_modules/(mammoth|unpdf|file-type|@resvg/resvg-js)/'

/** It draws what we have written ourselves. */
const drawsOurOwn = '^server/paper/docx/chart\\.png\\.ts$'

const endings = (...roles) => `\\.(${roles.join('|')})\\.ts$`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...oneWay,
    {
      name: 'every-folder-is-in-the-list',
      severity: 'error',
      from: { path: '^server/', pathNot: [ownFilesOf([...layers, 'server/ops/verify'])] },
      to: {},
    },
    {
      name: 'no-folder-outside-the-list-is-imported',
      severity: 'error',
      from: {},
      to: { path: '^server/', pathNot: [ownFilesOf([...layers, 'server/ops/verify'])] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-app-imports-routes',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/app\\.ts$' },
      to: { path: endings('routes') },
    },
    {
      name: 'config-imports-nothing-of-ours',
      severity: 'error',
      from: { path: underEverything },
      to: { path: '^server/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: endings('rules') },
      to: {
        path: `^server/(web/|app\\.ts|.*${endings('store', 'page', 'routes', 'forms', 'path')})`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stores-know-no-http',
      severity: 'error',
      from: { path: endings('store') },
      to: {
        path: `(^server/web/|${endings('routes', 'page', 'forms', 'path')})`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-stores-and-the-start-open-knex',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(database/|ops/(verify|backup|copy)/)' },
      to: { path: 'node_modules/(knex|better-sqlite3|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      // What checks the records must not share a fault with what wrote them.
      name: 'the-verifier-shares-no-code-with-the-writer',
      severity: 'error',
      from: { path: '^server/ops/verify/' },
      to: { path: '^(server|migrations)/', pathNot: '^server/ops/verify/' },
    },
    {
      name: 'the-verifier-is-a-program-of-its-own',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/ops/verify/' },
      to: { path: '^server/ops/verify/' },
    },
    {
      // What reads a file from outside can be stopped by it.
      name: 'programs-of-their-own-are-started-and-not-imported',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: endings('worker'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'files-from-outside-are-read-by-programs-of-their-own',
      severity: 'error',
      from: { path: '^server/', pathNot: [endings('worker'), readsFiles, drawsOurOwn] },
      to: { path: [readsFiles, parsers], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-server-knows-no-tests',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
  },
}
