import { offerFirstAdministrator } from './accounts/first-administrator.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database/database.ts'
import { listen } from './listen.ts'
import { machineClock } from './shared/clock.ts'
import { migrate } from './ops/migrate.ts'

try {
  const config = readConfig(process.env)
  const db = openDatabase(config.databaseUrl)
  await migrate(db)
  const link = await offerFirstAdministrator(db, config.baseUrl, machineClock())
  await listen(db, config)
  console.log(`The improvement plan tracker answers at ${config.baseUrl}`)
  if (link !== undefined) {
    console.log(
      `Nobody has an account yet. Open this link, once, to make the first one (it works for 7 days):\n${link}`,
    )
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
