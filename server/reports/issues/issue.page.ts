import { maybeNames, type PublicName, withoutNamesIn } from '../../people/public-names.rules.ts'
import type { Report, ReportSection } from '../editor/report.store.ts'

/**
 * Returns what to look at before a report is issued: what is empty, and what the public version makes of names.
 */
export function toIssueChecks(
  report: Report,
  sections: readonly ReportSection[],
  names: readonly PublicName[],
) {
  const open = sections.filter(({ text, officersOnly }) => text !== '' && !officersOnly)
  const facts = [
    { label: 'Report of', text: report.reportOf },
    { label: 'Signed by', text: report.signedBy },
    { label: 'Contact officer', text: report.contact },
  ].filter(({ text }) => text !== '')
  const texts = [...facts.map(({ text }) => text), ...open.map(({ text }) => text)]
  return {
    empty: sections.filter(({ text }) => text === '').map(({ heading }) => heading),
    officersOnly: sections
      .filter(({ text, officersOnly }) => text !== '' && officersOnly)
      .map(({ heading }) => heading),
    replaced: replacedIn(texts, names),
    facts: withoutNamesIn(facts, names),
    perhaps: open.flatMap(({ id, heading, text }) => {
      const found = maybeNames(withoutNamesIn(text, names), names)
      return found.length === 0 ? [] : [{ id, heading, found }]
    }),
  }
}

/** The names that stand in the texts, with what the public version says instead. */
function replacedIn(texts: readonly string[], names: readonly PublicName[]): PublicName[] {
  const all = texts.join('\n')
  if (withoutNamesIn(all, names) === all) return []
  const found = names.filter((name) => withoutNamesIn(all, [name]) !== all)
  // Somebody's name stands in the list as a person and as an account.
  return [...new Map(found.toReversed().map((one) => [one.name, one])).values()].toReversed()
}
