import { Router } from 'express'
import type { Db } from '../../database/database.ts'
import { findDocument } from '../../documents/document.store.ts'
import { hereOf } from '../../partnerships/here.ts'
import { sendFile } from '../../web/send-file.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { findEvidence } from './evidence.store.ts'

/** The file of a piece of evidence, for members to save. */
export function evidenceRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/evidence/:evidence', async (req, res) => {
    const here = hereOf(res)
    const id = idOf(req.params.evidence)
    const evidence = id === undefined ? undefined : await findEvidence(db, here, id)
    const documentId = evidence?.documentId ?? undefined
    const file = documentId === undefined ? undefined : await findDocument(db, here, documentId)
    if (file === undefined) throw new NotFound('no such file')
    sendFile(res, file)
  })

  return router
}
