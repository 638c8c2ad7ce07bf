import { installPackages } from '../support/servers/apt.ts'
import { missingPrograms, PROGRAMS } from './programs.ts'

/**
 * Makes sure that there are the programs that open our files: installed with apt-get where we may. Where some are
 * still missing the tests are skipped with a warning, and in CI the run stops.
 */
export default function installReaders(): void {
  const packages = missingPrograms().flatMap((program) => (PROGRAMS[program] ?? '').split(' '))
  installPackages([...new Set(packages)], 'the tests with foreign readers')
  const still = missingPrograms()
  if (still.length === 0) return
  const message = `*** MISSING: ${still.join(', ')}. Without them no foreign program opens our files. ***`
  if (process.env['CI'] !== undefined) throw new Error(message)
  console.warn(`\n${message}\n*** THESE TESTS ARE SKIPPED. ***`)
}
