import type { FinancialQuarter } from '../shared/financial-quarter.ts'

/** The call for updates of a quarter; its year and quarter are those of the financial year. */
export interface Round extends FinancialQuarter {
  id: number
  partnershipId: number
  planId: number
  planSlug: string
  planTitle: string
  /** Its last day, YYYY-MM-DD. */
  closesOn: string
  version: number
  openedBy: string
  openedAt: string
  /** Null unless somebody closed it by hand. */
  closedBy: string | null
  closedAt: string | null
  open: boolean
  /** The moment from which updates do not belong to it any more. */
  endsAt: string
}
