// Plain JavaScript that any Node can read. Installs the dependencies where they are missing or differ from the
// lock file, so that `npm run demo` and `npm test` work on a fresh clone; they bring their own Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const mark = 'node_modules/.installed-lock.json'
const lock = readFileSync('package-lock.json', 'utf8')

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
  console.log('Installing what the app needs. This takes about half a minute, the first time only.')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) process.exit(npm.status ?? 1)
  writeFileSync(mark, lock)
}
