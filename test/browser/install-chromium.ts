import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { CHROMIUM } from './chromium.ts'

/** Makes sure that there is a Chromium: Debian's own is installed where we may; else the run stops and says why. */
export default function installChromium(): void {
  if (existsSync(CHROMIUM)) return
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const debian = /^ID(_LIKE)?=.*debian/m.test(release)
  if (process.env['CHROMIUM_PATH'] === undefined && debian && process.getuid?.() === 0) {
    console.log('\nInstalling Chromium for the browser tests, the first time only.')
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', 'chromium')
  }
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `*** NO CHROMIUM at ${CHROMIUM}: the browser tests cannot run. Install it (Debian: apt-get install chromium), ` +
        'or set CHROMIUM_PATH to where a Chromium or Chrome is. ***',
    )
  }
}

function aptGet(...options: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-qq', ...options], { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}
