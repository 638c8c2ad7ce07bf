import type { Here } from '../../partnerships/here.ts'
import type { Plan, PlanSource } from './plan.store.ts'

/** What a source is called. */
export const SOURCE_WORDS: Record<PlanSource, string> = {
  inspection: 'An inspection',
  self_assessment: 'A self-assessment',
  risk_register: 'A risk register',
  audit: 'An audit',
  other: 'Another source',
}

/** Returns the address of a plan. */
export function planPath(here: Here, plan: Plan): string {
  return `/partnerships/${here.partnership.slug}/plans/${plan.slug}`
}

/** Returns the breadcrumbs of the pages below a plan; `last` is the page itself. */
export function planBreadcrumbs(here: Here, plan: Plan, ...last: { href?: string; text: string }[]) {
  return [
    { href: `/partnerships/${here.partnership.slug}`, text: 'Board home' },
    { href: `/partnerships/${here.partnership.slug}/plans`, text: 'Plans' },
    last.length === 0 ? { text: plan.title } : { href: planPath(here, plan), text: plan.title },
    ...last,
  ]
}

/**
 * Returns the title and the name in the web address that a plan of this financial year would have: "2026-27".
 */
export function suggestedPlan(here: Here): { title: string; slug: string } {
  const [year = 0, month = 0] = here.today.split('-').map(Number)
  const from = month >= 4 ? year : year - 1
  return {
    title: `${here.partnership.serviceName} improvement plan ${from} to ${from + 1}`,
    slug: `${from}-${String(from + 1).slice(2)}`,
  }
}
