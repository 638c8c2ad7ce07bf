import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import multer, { type StorageEngine } from 'multer'
import { type BodyLimits, watchUpload } from './body-time.ts'
import { databaseTrouble } from '../database-trouble.ts'
import { NotReceived } from '../errors.ts'
import type { UploadsUnderWay } from './uploads-under-way.ts'

/** The largest file anybody may upload, in bytes: 20 MB. */
const LARGEST_FILE = 20 * 1024 * 1024

/** The most that a form can take in memory besides its words. */
const LARGEST_FORM = LARGEST_FILE + 1024 * 1024

/** What may have come of a file that has not been put in its place yet. */
const UNREAD = 1024 * 1024

/**
 * Keeps a file in memory, each piece in its place as it comes: to put the pieces of 20 MB together in the end would
 * hold everybody up for as long as it takes.
 */
const inItsPlace: StorageEngine = {
  _handleFile: (req, file, done) => {
    const { locals } = req.res as Response
    const announced = Number(req.get('content-length') ?? 0)
    let content: Buffer = Buffer.allocUnsafeSlow(Math.min(announced, LARGEST_FILE))
    let size = 0
    const stream = file.stream
    stream.on('data', (piece: Buffer) => {
      if (size + piece.length > content.length) content = enlarged(content, size + piece.length)
      size += piece.copy(content, size)
      locals['bytesOfFile'] = size
    })
    stream.once('error', done)
    stream.once('end', () => {
      done(null, { buffer: content.subarray(0, size), size })
    })
  },
  _removeFile: (_req, file, done) => {
    file.buffer = Buffer.alloc(0)
    done(null)
  },
}

function enlarged(content: Buffer, least: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(least, 2 * content.length))
  content.copy(larger)
  return larger
}

const receiveWhole = multer({
  storage: inItsPlace,
  limits: { fileSize: LARGEST_FILE, files: 1, fields: 200, fieldSize: 1024 * 1024, parts: 201 },
  // multer reads the name as Latin-1 unless told; browsers send UTF-8.
  defParamCharset: 'utf8',
}).single('file')

/** Reads a form without files. */
export const receiveForm = express.urlencoded({ extended: false, limit: '2mb', parameterLimit: 6000 })

/** Drops a file as it comes, but for its name. */
const nowhere: StorageEngine = {
  _handleFile: (req, file, done) => {
    const { locals } = req.res as Response
    locals['droppedFiles'] = [...((locals['droppedFiles'] ?? []) as string[]), file.originalname]
    file.stream.on('data', (piece: Buffer) => {
      locals['bytesOfFile'] = bytesOfFile(locals) + piece.length
    })
    file.stream.once('error', done)
    file.stream.once('end', () => {
      done(null)
    })
  },
  _removeFile: (_req, _file, done) => {
    done(null)
  },
}

/** Reads the words of a form and drops its files unread. */
const receiveWords = multer({
  storage: nowhere,
  limits: { fields: 200, fieldSize: 300_000, parts: 210 },
  defParamCharset: 'utf8',
}).any()

function bytesOfFile(locals: Record<string, unknown>): number {
  return (locals['bytesOfFile'] ?? 0) as number
}

/**
 * Reads a multipart form, which must come before the csrf check because the token is one of its fields. Files are
 * only for people who are signed in, a few at once; of a form that one of our own pages sent for somebody who no
 * longer is, the words are read. A file that is too large is marked (`res.locals.fileTooLarge`) so that the page can
 * say so by its field.
 */
export function receiveUpload({ upload }: BodyLimits, underWay: UploadsUnderWay): RequestHandler {
  return (req, res, next) => {
    const account = req.user?.id
    const wordsOnly = res.locals['fromOurPage'] === true && isSmall(req)
    if (!req.is('multipart/form-data') || !(account !== undefined || wordsOnly)) {
      next()
    } else if (account === undefined) {
      receiveWords(req, res, (error: unknown) => {
        next(error && readError(error, req))
      })
    } else {
      const announced = Number(req.get('content-length') ?? LARGEST_FORM)
      const size = Math.min(announced, LARGEST_FORM)
      const isMany = underWay.of(account).length >= upload.atOnce
      if (isMany || underWay.held() + size > upload.bytesAtOnce) {
        const why = new NotReceived(isMany ? 'tooMany' : 'busy')
        receive(receiveWords, req, res, upload, (error) => {
          next(error ?? why)
        })
        return
      }
      const hasEnded = underWay.begin(account, {
        announced,
        held: size,
        begun: req.socket.bytesRead,
        socket: req.socket,
      })
      receive(receiveWhole, req, res, upload, (error) => {
        hasEnded()
        next(error)
      })
    }
  }
}

/** Reads a form for as long as enough of it keeps coming, and its words do not become too many. */
function receive(
  read: RequestHandler,
  req: Request,
  res: Response,
  limits: BodyLimits['upload'],
  done: (error?: unknown) => void,
): void {
  let isDone = false
  const finish = (error?: unknown) => {
    stopWatching()
    req.off('data', countWords)
    // What is left of an upload that was given up ends later, and is nobody's any more.
    if (!isDone) done(error)
    isDone = true
  }
  const drop = () => {
    req.unpipe()
    req.resume()
  }
  const stopWatching = watchUpload(req, res, limits, () => {
    res.set('Connection', 'close')
    drop()
    finish(new NotReceived('slow'))
  })
  let come = 0
  const countWords = (piece: Buffer) => {
    come += piece.length
    const ofFile = bytesOfFile(res.locals)
    // Of a file that is too large no more is counted: that is said by itself.
    if (ofFile >= LARGEST_FILE || come - ofFile <= limits.bytesOfWords + UNREAD) return
    req.off('data', countWords)
    drop()
    // Heard only once everything was sent: before, a browser says that the connection was reset.
    req.once('end', () => {
      finish(new NotReceived('tooManyWords'))
    })
  }
  read(req, res, (error: unknown) => {
    const isTooLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE'
    if (isTooLarge) res.locals['fileTooLarge'] = true
    finish(error && !isTooLarge ? readError(error, req) : undefined)
  })
  req.on('data', countWords)
}

function readError(error: unknown, req: Request): unknown {
  if (!(error instanceof Error) || error instanceof multer.MulterError) return error
  if (req.socket.destroyed || !req.complete) return new NotReceived('cutOff')
  // busboy's own words for a broken body ("Unexpected end of form"): the sender's fault, not ours.
  return Object.assign(error, { status: 400 })
}

/**
 * Reads the words of a form that the database failed before, when its sender's session could not be loaded, so
 * that the page that says so can give them back.
 */
export const receiveLate: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const unread = req.method === 'POST' && req.body === undefined && res.locals['fromOurPage'] === true
  if (!unread || databaseTrouble(error) === undefined || !isSmall(req)) {
    next(error)
    return
  }
  const read = req.is('multipart/form-data') ? receiveWords : receiveForm
  read(req, res, () => {
    next(error)
  })
}

function isSmall(req: Request): boolean {
  return Number(req.get('content-length') ?? Infinity) < LARGEST_FORM
}
