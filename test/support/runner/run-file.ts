import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { type Globals, useGlobals } from './jest-globals.ts'

/** What jest hands to the runner of one file of tests, as far as it matters here. */
interface Environment {
  global: Record<string, unknown>
}
interface Runtime {
  requireModuleOrMock: (from: string, name: '@jest/globals') => Globals
  unstable_shouldLoadAsEsm: (path: string) => boolean
  unstable_importModule: (path: string) => Promise<unknown>
}
type RunFile = (
  globalConfig: unknown,
  config: unknown,
  environment: Environment,
  runtime: Runtime,
  path: string,
  send: unknown,
) => Promise<unknown>

// It has no types.
const require = createRequire(import.meta.url)
const circus = require('jest-circus/runner') as { default: RunFile }

/**
 * What the language itself brings: Array, Error, Map … jest gives its matchers some of their own, by which they would
 * not know those of the tests: two errors with different messages would be the same to them.
 */
const ofTheLanguage = (runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]).filter(
  (name) => typeof Reflect.get(globalThis, name) === 'function' && /^[A-Z]/.test(name),
)
const builtIns = Object.fromEntries(
  ofTheLanguage.map((name) => [name, Reflect.get(globalThis, name) as unknown]),
)

const ourGlobals = new URL('jest-globals.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === '@jest/globals' ? ourGlobals : specifier, context),
})

/**
 * Runs a file of tests as jest does, but loads it, and all that it imports, as Node itself loads modules: types
 * taken off by Node, and each module once for all the files that one worker runs. (jest compiles and runs every
 * module anew for every file, which took longer than most tests.) So tests must not leave anything changed in a
 * module or in `process.env`.
 */
const runFile: RunFile = (globalConfig, config, environment, runtime, path, send) => {
  Object.assign(environment.global, builtIns)
  runtime.unstable_shouldLoadAsEsm = () => true
  runtime.unstable_importModule = (file) => {
    useGlobals(runtime.requireModuleOrMock(file, '@jest/globals'))
    return import(pathToFileURL(file).href)
  }
  return circus.default(globalConfig, config, environment, runtime, path, send)
}

export default runFile
