import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Express, Request } from 'express'

const NAME = 'seal'

/** Lets the app seal what it hands out and gets back, with the installation's own secret. */
export function setUpSeals(app: Express, secret: string): void {
  app.set(NAME, (text: string) => createHmac('sha256', secret).update(text).digest('base64url'))
}

/** Returns the seal of a text for one use: nobody else can make it, and it holds for no other use. */
export function sealOf(req: Request, use: string, text: string): string {
  const seal = req.app.get(NAME) as (text: string) => string
  return seal(`${use}\n${text}`)
}

/** Returns whether a seal that came back is the one of the text for this use. */
export function isSealed(req: Request, use: string, text: string, given: string): boolean {
  return isSame(sealOf(req, use, text), given)
}

/** Returns whether two texts are the same, in a time that does not tell how much of them is. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}
