import type { Noun } from '../shared/noun.ts'
import type { Membership } from './partnership.store.ts'
import { may } from './permissions.rules.ts'

export interface NavigationItem {
  href: string
  text: string
  current: boolean
}

/** Returns the links at the top of a partnership's pages, those that the roles may follow. */
export function navigationFor(
  nouns: readonly Noun[],
  { partnership, roles }: Membership,
  path: string,
): NavigationItem[] {
  const base = `/partnerships/${partnership.slug}`
  const places = nouns
    .flatMap(({ navigation }) => navigation ?? [])
    .filter(({ needs }) => needs === undefined || may(roles, needs))
    .sort((one, other) => one.place - other.place)
  const links = [
    { href: '/', text: 'My work' },
    ...places.map((place) => ({ href: `${base}${place.path}`, text: place.text })),
  ]
  const [pathname = ''] = path.split('?')
  return links.map((link) => ({
    ...link,
    current:
      link.href === base ? pathname === base : pathname === link.href || pathname.startsWith(`${link.href}/`),
  }))
}
