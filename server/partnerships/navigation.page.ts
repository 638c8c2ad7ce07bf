import type { Membership } from './partnership.store.ts'
import { may } from './permissions.rules.ts'

export interface NavigationItem {
  href: string
  text: string
  current: boolean
}

/** Gives the links at the top of a partnership's pages, those that the roles may follow. */
export function navigationFor({ partnership, roles }: Membership, path: string): NavigationItem[] {
  const base = `/partnerships/${partnership.slug}`
  const links = [
    { href: '/', text: 'My work' },
    { href: base, text: 'Board home' },
    { href: `${base}/plans`, text: 'Plans' },
    { href: `${base}/meetings`, text: 'Meetings' },
    { href: `${base}/rounds`, text: 'Update rounds' },
    { href: `${base}/reports`, text: 'Reports' },
    { href: `${base}/inspections`, text: 'Inspections' },
    { href: `${base}/people`, text: 'People' },
    ...(may(roles, 'changeSettings') ? [{ href: `${base}/settings`, text: 'Settings' }] : []),
    ...(may(roles, 'seeAudit') ? [{ href: `${base}/audit`, text: 'Audit' }] : []),
  ]
  const [pathname = ''] = path.split('?')
  return links.map((link) => ({
    ...link,
    current:
      link.href === base ? pathname === base : pathname === link.href || pathname.startsWith(`${link.href}/`),
  }))
}
