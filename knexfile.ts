import { readConfig } from './server/config.ts'
import { knexConfig } from './server/database/database.ts'

export default knexConfig(readConfig(process.env).databaseUrl)
