import { spawnSync } from 'node:child_process'
import { installPackages } from '../support/servers/apt.ts'

// The test that a save is synced before it is answered watches the server's system calls with it.
if (spawnSync('which', ['strace']).status !== 0) installPackages(['strace'], 'the test that saves are synced')
