import type { RequestHandler } from 'express'
import multer from 'multer'

/** The largest file anybody may upload, in bytes: 20 MB. */
const LARGEST_FILE = 20 * 1024 * 1024

const receive = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: LARGEST_FILE, files: 1, fields: 200, fieldSize: 1024 * 1024, parts: 201 },
  // multer reads the name as Latin-1 unless told; browsers send UTF-8.
  defParamCharset: 'utf8',
}).single('file')

/**
 * Reads a multipart form, which must come before the csrf check because the token is one of its fields.
 * Only for people who are signed in. A file that is too large is marked (`res.locals.fileTooLarge`) so that
 * the page can say so by its field.
 */
export const receiveUpload: RequestHandler = (req, res, next) => {
  if (!req.isAuthenticated() || !req.is('multipart/form-data')) {
    next()
    return
  }
  receive(req, res, (error: unknown) => {
    if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE') {
      res.locals['fileTooLarge'] = true
      next()
    } else if (error instanceof Error && !(error instanceof multer.MulterError)) {
      // busboy's own words for a broken body ("Unexpected end of form"): the sender's fault, not ours.
      next(Object.assign(error, { status: 400 }))
    } else next(error)
  })
}
