import { type Finding, ok, wrong } from './finding.ts'
import type { ProxySeen } from './proxy-seen.ts'

/** An address that nobody has (RFC 5737), with which the doctor begins X-Forwarded-For, as a liar would. */
export const INVENTED = '192.0.2.77'

const SUBJECT = 'TRUST_PROXY'

/**
 * Returns whether the tracker takes the right one of the addresses in X-Forwarded-For for the visitor's: of what
 * each proxy added behind the invented one, the first.
 */
export function forwardedFinding({ trustProxy, address, forwardedFor }: ProxySeen): Finding {
  const isKept = forwardedFor[0] === INVENTED
  // A proxy that overwrites the header, as the first should, leaves no invented address.
  const proxies = isKept ? forwardedFor.length - 1 : forwardedFor.length
  if (address === INVENTED) {
    return wrong(
      SUBJECT,
      `${trustProxy} is too high: visitors can invent their address, and so guess passwords without limit`,
      proxies === 0
        ? 'Let the proxy add X-Forwarded-For: nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; without a proxy set TRUST_PROXY to 0.'
        : `Set TRUST_PROXY to ${proxies}.`,
    )
  }
  if (forwardedFor.length === 0 && trustProxy > 0) {
    return wrong(
      SUBJECT,
      'the proxy sends no X-Forwarded-For: all visitors count as one, and one who guesses passwords stops all',
      'nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; Apache does it by itself.',
    )
  }
  if (proxies > trustProxy) {
    return wrong(
      SUBJECT,
      `${trustProxy} is too low: all visitors count as one, and one who guesses passwords stops all`,
      `Set TRUST_PROXY to ${proxies}.`,
    )
  }
  return ok(SUBJECT, `${trustProxy}: as many as the proxies that visitors come through`)
}
