import { rmSync } from 'node:fs'
import type { TestDatabases } from './start-databases.ts'

export default async function stopDatabases(): Promise<void> {
  const { testDatabases } = globalThis as unknown as { testDatabases: TestDatabases }
  await testDatabases.postgres?.stop()
  rmSync(testDatabases.folder, { recursive: true, force: true })
}
