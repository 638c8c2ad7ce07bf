import { readConfig } from '../config.ts'
import { machineClock } from '../shared/clock.ts'
import { openDatabase } from '../database/database.ts'
import { migrate } from './migrate.ts'
import { offerNewPartnership } from '../accounts/first-administrator.ts'

try {
  const config = readConfig(process.env)
  const db = openDatabase(config.databaseUrl)
  await migrate(db)
  const link = await offerNewPartnership(db, config.baseUrl, machineClock())
  await db.destroy()
  console.log(
    `Open this link, once, to set up a partnership and become its first administrator (it works for 7 days):\n${link}`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
