/** Returns a web address as a page or a file may hold it; undefined if it is none. */
export function webAddress(href: string | undefined): string | undefined {
  if (href === undefined || !/^https?:/i.test(href) || !URL.canParse(href)) return undefined
  return new URL(href).href
}
