import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { missingPrograms, PROGRAMS } from './programs.ts'

/**
 * Makes sure that there are the programs that open our files: installed with apt-get where we may. Where some are
 * still missing the tests are skipped with a warning, and in CI the run stops.
 */
export default function installReaders(): void {
  const missing = missingPrograms()
  if (missing.length > 0 && isDebian() && process.getuid?.() === 0) {
    const packages = new Set(missing.flatMap((program) => (PROGRAMS[program] ?? '').split(' ')))
    console.log(
      `\nInstalling ${[...packages].join(', ')} for the tests with foreign readers, the first time only.`,
    )
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...packages)
  }
  const still = missingPrograms()
  if (still.length === 0) return
  const message = `*** MISSING: ${still.join(', ')}. Without them no foreign program opens our files. ***`
  if (process.env['CI'] !== undefined) throw new Error(message)
  console.warn(`\n${message}\n*** THESE TESTS ARE SKIPPED. ***`)
}

function isDebian(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^ID(_LIKE)?=.*debian/m.test(release)
}

function aptGet(...options: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-qq', ...options], { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}
