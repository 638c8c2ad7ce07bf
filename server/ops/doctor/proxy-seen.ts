import type { Request } from 'express'
import type { Config } from '../../config.ts'

/** As what a request arrived at the server, and what the server was started with. */
export interface ProxySeen {
  baseUrl: string
  trustProxy: number
  /** By the proxy's word, where it is trusted. */
  protocol: string
  host: string
  /** The address that sign-in is throttled by. */
  address: string
  forwardedProto: string | undefined
  /** From the first to the last that was added. */
  forwardedFor: string[]
  hasCookie: boolean
  time: number
}

/** Returns as what a request arrived here, for the doctor. */
export function proxySeen(config: Config, req: Request): ProxySeen {
  const forwardedFor = req.get('x-forwarded-for') ?? ''
  return {
    baseUrl: config.baseUrl,
    trustProxy: config.trustProxy,
    protocol: req.protocol,
    host: req.host,
    address: req.ip ?? '',
    forwardedProto: req.get('x-forwarded-proto'),
    forwardedFor: forwardedFor.split(',').flatMap((address) => address.trim() || []),
    hasCookie: req.get('cookie') !== undefined,
    time: Date.now(),
  }
}
