/** Gives the Cookie header that a browser sends back after these Set-Cookie headers, all of them or one by name. */
export function cookiesOf(setCookie: string | readonly string[] | undefined, name?: string): string {
  const given = typeof setCookie === 'string' ? [setCookie] : (setCookie ?? [])
  return given
    .map((cookie) => cookie.split(';')[0]!)
    .filter((pair) => name === undefined || pair.startsWith(`${name}=`))
    .join('; ')
}
