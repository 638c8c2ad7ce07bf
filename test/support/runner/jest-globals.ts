import type * as Jest from '@jest/globals'

export type Globals = typeof Jest

let current: Globals | undefined
let leftOut = false

/** Makes these the functions of the file that runs from now on. */
export function useGlobals(globals: Globals): void {
  current = globals
}

/** Calls what describes tests, and skips those it describes with `test`; what uses `alwaysTest` runs. */
export function leavingOut(describeTests: () => void): void {
  leftOut = true
  try {
    describeTests()
  } finally {
    leftOut = false
  }
}

// Modules are loaded once, while jest makes its functions anew for each file: these hand on to those of the file.
function ofFile<Name extends keyof Globals>(name: Name, skips = false): Globals[Name] {
  const now = (): object => {
    if (current === undefined) throw new Error(`${name} is there only while jest runs a file of tests`)
    return skips && leftOut ? current.test.skip : current[name]
  }
  return new Proxy<object>(() => undefined, {
    apply: (_, self, given: unknown[]): unknown => Reflect.apply(now() as () => unknown, self, given),
    // A test that is skipped has no `skip` of its own.
    get: (_, key) => (Reflect.get(now(), key) as unknown) ?? (skips && leftOut ? now() : undefined),
  }) as Globals[Name]
}

export const afterAll = ofFile('afterAll')
export const afterEach = ofFile('afterEach')
export const beforeAll = ofFile('beforeAll')
export const beforeEach = ofFile('beforeEach')
export const describe = ofFile('describe')
export const expect = ofFile('expect')
export const jest = ofFile('jest')
export const test = ofFile('test', true)
export const alwaysTest = ofFile('test')
