import { stems } from './likeliest-recommendation.rules.ts'

export interface Area {
  id: number
  text: string
  standard: string | null
  section: string
}

/** An area for improvement with the other wordings that the report has for it. */
export interface FindingGroup<T extends Area = Area> {
  lead: T
  alsoWorded: T[]
}

/** Two wordings are one finding from this share of words in common. */
const LEAST_IN_COMMON = 2 / 3

/**
 * Returns the areas for improvement with those together that the report words twice, in its summary and in a
 * chapter: they stand in different sections of the same domain and have at least two thirds of their words
 * (without those of grammar) in common. Two findings of one section are never one: the inspectorate lists them as
 * two. The first in the report leads.
 */
export function groupFindings<T extends Area>(findings: readonly T[]): FindingGroup<T>[] {
  const groups: FindingGroup<T>[] = []
  const wordsOf = new Map(findings.map((finding) => [finding.id, new Set(stems(finding.text))]))
  const inCommon = (one: T, other: T) => share(wordsOf.get(one.id), wordsOf.get(other.id))
  for (const finding of findings) {
    let place: FindingGroup<T> | undefined
    for (const group of groups) {
      const members = [group.lead, ...group.alsoWorded]
      const apart = members.some(({ section }) => section === finding.section)
      if (apart || domain(group.lead) !== domain(finding)) continue
      if (inCommon(group.lead, finding) < LEAST_IN_COMMON) continue
      if (place === undefined || inCommon(group.lead, finding) > inCommon(place.lead, finding)) place = group
    }
    if (place === undefined) groups.push({ lead: finding, alsoWorded: [] })
    else place.alsoWorded.push(finding)
  }
  return groups
}

function domain({ standard }: Area): string | undefined {
  return standard?.split('.')[0]
}

/** The share of words that two sets have in common (Dice): 1 where they are the same, 0 for empty ones. */
function share(one = new Set<string>(), other = new Set<string>()): number {
  if (one.size + other.size === 0) return 0
  const common = [...one].filter((word) => other.has(word)).length
  return (2 * common) / (one.size + other.size)
}

export interface Place {
  findingId: number | null
  number: number
  text: string
}

export interface Aside {
  id: number
  findingId: number
  reason: string
  by: string
  at: string
}

export interface Coverage<T extends Area = Area> {
  notInPlan: FindingGroup<T>[]
  inPlan: (FindingGroup<T> & { places: Place[] })[]
  setAside: (FindingGroup<T> & { aside: Aside })[]
}

/**
 * Returns which areas for improvement the plan quotes, which it sets aside and which are not in it yet. Quoting or
 * setting aside one wording covers the others. What is quoted is not set aside any more.
 */
export function coverageOf<T extends Area>(
  findings: readonly T[],
  quoted: readonly Place[],
  asides: readonly Aside[],
): Coverage<T> {
  const coverage: Coverage<T> = { notInPlan: [], inPlan: [], setAside: [] }
  for (const group of groupFindings(findings)) {
    const ids = [group.lead, ...group.alsoWorded].map(({ id }) => id)
    const places = quoted.filter(({ findingId }) => findingId !== null && ids.includes(findingId))
    const aside = asides.find(({ findingId }) => ids.includes(findingId))
    if (places.length > 0) coverage.inPlan.push({ ...group, places })
    else if (aside !== undefined) coverage.setAside.push({ ...group, aside })
    else coverage.notInPlan.push(group)
  }
  return coverage
}
