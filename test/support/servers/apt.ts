import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Installs Debian packages where we may: as root on a Debian. Elsewhere it does nothing. */
export function installPackages(packages: readonly string[], what: string): void {
  if (packages.length === 0 || !isDebian() || process.getuid?.() !== 0) return
  console.log(`\nInstalling ${packages.join(', ')} for ${what}, the first time only.`)
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', ...packages)
}

function isDebian(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^ID(_LIKE)?=.*debian/m.test(release)
}

function aptGet(...options: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-qq', ...options], { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}
