// The import direction of the house: main → app → routes → {forms, page, store, rules, web}; store → rules →
// shared; features one way only. `npm run check` holds it.

/** The features, each of which may use those before it. */
const features = [
  'paper',
  'accounts',
  'partnerships',
  'people',
  'print-jobs',
  'scheduled-work',
  'members',
  'documents',
  'report-reader',
  'inspections',
  'plans',
  'actions',
  'rounds',
  'meetings',
  'reports',
  'board-home',
  'my-work',
  'audit',
]

const oneWay = features.slice(0, -1).map((feature, index) => ({
  name: `${feature}-uses-only-what-comes-before`,
  severity: 'error',
  from: { path: `^server/${feature}/` },
  to: { path: `^server/(${features.slice(index + 1).join('|')})/` },
}))

const endings = (...roles) => `\\.(${roles.join('|')})\\.ts$`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...oneWay,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-app-imports-routes',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/app\\.ts$' },
      to: { path: endings('routes') },
    },
    {
      name: 'web-knows-no-feature',
      severity: 'error',
      from: { path: '^server/web/' },
      to: { path: `^server/(${[...features, 'site', 'demo'].join('|')})/` },
    },
    {
      name: 'shared-knows-only-shared',
      severity: 'error',
      from: { path: '^server/shared/' },
      to: { path: '^server/', pathNot: '^server/(shared/|database\\.ts$)' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: endings('rules') },
      to: {
        path: `^server/(web/|app\\.ts|.*${endings('store', 'page', 'routes', 'forms')})`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stores-know-no-http',
      severity: 'error',
      from: { path: endings('store') },
      to: { path: `(^server/web/|${endings('routes', 'page', 'forms')})`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-stores-and-the-start-open-knex',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(database\\.ts$|verify/|backup/|copy/)' },
      to: { path: 'node_modules/(knex|better-sqlite3|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      // What checks the records must not share a fault with what wrote them.
      name: 'the-verifier-shares-no-code-with-the-writer',
      severity: 'error',
      from: { path: '^server/verify/' },
      to: { path: '^(server|migrations)/', pathNot: '^server/verify/' },
    },
    {
      name: 'the-verifier-is-a-program-of-its-own',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/verify/' },
      to: { path: '^server/verify/' },
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
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
  },
}
