import { migrate } from '../../server/ops/migrate.ts'
import { openAsRelease } from '../support/databases/releases.ts'

// The first step of a start, alone, as a release would take it whose migrations are in the folder MIGRATIONS.
const db = openAsRelease(process.env['DATABASE_URL'] ?? '', process.env['MIGRATIONS'] ?? '')
await migrate(db)
await db.destroy()
console.log('ready')
