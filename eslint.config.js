import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

/** Whoever asks for the time here cannot be given another: see server/shared/clock.ts. */
const asksForTheTime = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "MemberExpression[object.name='Temporal'][property.name='Now']",
].map((selector) => ({
  selector,
  message:
    'Take the moment from the change, the request or the clock that is handed in (server/shared/clock.ts).',
}))

/** What is chained to it would look at a text of any length. The keys of a record are ours. */
const takesAnyLength = {
  selector:
    ":not(CallExpression[callee.property.name='record']) > CallExpression[callee.object.name='z'][callee.property.name='string']",
  message: 'Take textField or limitedText (server/web/forms.ts): they look at the length first.',
}

/** What somebody typed could be a pattern of their own: only constants of ours are put together, when a module is loaded. */
const putTogether = {
  selector: ":function :matches(NewExpression, CallExpression)[callee.name='RegExp']",
  message:
    'Write the pattern down, or escape what it is put together from, where the names of people are (server/people).',
}

/** The clock itself, and the program that looks at the machine rather than at anybody's records. */
const mayAskForTheTime = ['server/shared/clock.ts', 'server/ops/doctor/*.ts']

/** A text is never run as a program; by timers neither, of which no-implied-eval says so. */
const runsNoText = { 'no-eval': 'error', 'no-new-func': 'error' }

/** Text that is shown is written with textContent or append. */
const writesMarkup = [
  'AssignmentExpression[left.property.name=/^(?:inner|outer)HTML$|^srcdoc$/]',
  'CallExpression[callee.property.name=/^(?:insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|parseFromString)$/]',
  "CallExpression[callee.object.name='document'][callee.property.name=/^write(?:ln)?$/]",
].map((selector) => ({
  selector,
  message: 'Write text with textContent: what it says must not become markup.',
}))

export default defineConfig(
  { ignores: ['node_modules/', 'data/', 'public/css/', 'test/results/'] },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...runsNoText,
      // Counts and ids stand in sentences all over the place.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Express, knex and jest all take async callbacks where they declare void.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: mayAskForTheTime,
    rules: { 'no-restricted-syntax': ['error', ...asksForTheTime, putTogether] },
  },
  {
    files: ['server/**/*.{forms,routes,path}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...asksForTheTime, takesAnyLength, putTogether] },
  },
  {
    // Names, each escaped: test/people/public-names.test.ts gives it some that are patterns.
    files: ['server/people/name-patterns.rules.ts'],
    rules: { 'no-restricted-syntax': ['error', ...asksForTheTime] },
  },
  {
    // A pattern that goes back over its text again and again lets one form hold everybody's pages.
    files: ['server/**/*.{ts,js}', 'public/**/*.js', 'migrations/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', document: 'readonly', window: 'readonly' },
    },
    rules: { ...runsNoText, 'no-implied-eval': 'error' },
  },
  {
    files: ['public/**/*.js'],
    rules: { 'no-restricted-syntax': ['error', ...writesMarkup] },
  },
)
