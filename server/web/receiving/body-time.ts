import type { Request, RequestHandler, Response } from 'express'

/** How long what somebody sends may take, in milliseconds, and how much of it is held. */
export interface BodyLimits {
  /** A form, or whatever else is no upload of somebody signed in. */
  form: number
  /** An upload goes on as long as enough keeps coming, looked at every so often. */
  upload: {
    checkEvery: number
    bytesPerSecond: number
    longest: number
    /** Uploads of one account. */
    atOnce: number
    /** Of all accounts together, by what they say of their size, since each is held in memory until it has come. */
    bytesAtOnce: number
    /** Everything in a form besides its file. */
    bytesOfWords: number
  }
}

export const BODY_LIMITS: BodyLimits = {
  form: 300_000,
  // 20 MB at 12 kB/s, or 9 MB over the slowest line that is waited for.
  upload: {
    checkEvery: 60_000,
    bytesPerSecond: 5000,
    longest: 1_800_000,
    atOnce: 3,
    bytesAtOnce: 200 * 1024 * 1024,
    // Eighty sections of a report, each as long as it may be.
    bytesOfWords: 8 * 1024 * 1024,
  },
}

/** Ends requests whose body takes longer than a form may: else whoever sends bit by bit would hold a connection. */
export function limitBodyTime({ form }: BodyLimits): RequestHandler {
  return (req, res, next) => {
    if (req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0) {
      limit(req, res, form)
    }
    next()
  }
}

function limit(req: Request, res: Response, time: number): void {
  const timer = setTimeout(() => {
    if (!res.headersSent) res.status(408).set('Connection', 'close').end()
    req.socket.destroySoon()
  }, time).unref()
  const stop = () => {
    clearTimeout(timer)
  }
  req.once('end', stop).once('close', stop)
  res.locals['stopBodyTime'] = stop
}

/**
 * Lets an upload take longer, as long as enough of it keeps coming. Calls `tooSlow` once when it does not. Returns
 * what ends the watch.
 */
export function watchUpload(
  req: Request,
  res: Response,
  { checkEvery, bytesPerSecond, longest }: BodyLimits['upload'],
  tooSlow: () => void,
): () => void {
  ;(res.locals['stopBodyTime'] as (() => void) | undefined)?.()
  const began = performance.now()
  let seen = req.socket.bytesRead
  const timer = setInterval(() => {
    const come = req.socket.bytesRead - seen
    seen = req.socket.bytesRead
    const isLate = performance.now() - began >= longest
    if (!isLate && come >= (bytesPerSecond * checkEvery) / 1000) return
    clearInterval(timer)
    tooSlow()
  }, checkEvery).unref()
  return () => {
    clearInterval(timer)
  }
}
