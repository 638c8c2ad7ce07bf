import { correctionsRead, meantMomentRead } from '../../corrections/correction.store.ts'
import { type Read, sql } from '../../database/read.ts'
import type { ByAccount, Who } from '../../partnerships/who.rules.ts'
import type { Past } from '../record/past.store.ts'
import type { AgreedRag, Champion, KeyLine, QuotedReason, ResponseWord, Side } from './recommendation.ts'
import { type NamedRow, toNamed } from '../../people/named.ts'

interface TextRow {
  rowId: number
  text: string
}

interface ResponseRow {
  rowId: number
  response: ResponseWord
  reason: string
}

interface KeyLineRow extends KeyLine {
  recommendationId: number
}

interface ChampionRow extends NamedRow {
  rowId: number
  side: Side
}

interface AgreedRow extends Omit<ByAccount<AgreedRag, 'recordedBy'>, 'quotes'> {
  rowId: number
  quotesJson: string
}

/**
 * What the board agreed, as known at `:at`. From the end of a meeting until its minutes are finalised that is what
 * is recorded under the items of its agenda, each as it read at that moment, so that nothing is dated back; from then on it is
 * what was finalised. For its snapshot a meeting that is being finalised (`:finalising`) counts as final before it is.
 */
function agreedRead(ids: Read<object>): Read<AgreedRow> {
  return sql<AgreedRow>`
    select g.id, g.recommendation_id as "rowId", g.rag, g.reported_rag as "reportedRag", g.reason,
      g.quotes_json as "quotesJson", 'final' as standing, g.agreed_on as "agreedOn",
      g.recorded_by as "recordedBy", g.recorded_at as "recordedAt"
    from agreed_rags as g
    where g.recommendation_id in (${ids}) and (g.recorded_at <= :at or g.meeting_id = :finalising)
    union all
    select -r.id, i.recommendation_id, r.agreed_rag, r.reported_rag, r.agreed_reason, r.quotes_json,
      case when r.agreed_as = 'minute_taker' and not exists (
        select 1 from agreement_confirmations as c
        where c.item_id = r.item_id and c.agreed_version = r.agreed_version and c.confirmed_at <= :at
      ) then 'not_confirmed' else 'not_final' end,
      m.held_on, agreed.saved_by, agreed.saved_at
    from agenda_items as i
      join meetings as m on m.id = i.meeting_id
      join item_records as r on r.item_id = i.id
      join item_records as agreed
        on agreed.item_id = r.item_id and agreed.version = coalesce(r.agreed_version, r.version)
    where i.recommendation_id in (${ids}) and m.ended_at <= :at and m.id <> :finalising
      and (i.taken_off is null or i.taken_off_at > :at)
      and r.agreed_rag is not null
      and r.version = (
        select max(v.version) from item_records as v where v.item_id = i.id and v.saved_at <= :at)
      and not exists (select 1 from minutes as f where f.meeting_id = m.id and f.finalised_at <= :at)
      and not exists (
        select 1 from agreed_rags as g
        where g.meeting_id = m.id and g.recommendation_id = i.recommendation_id and g.recorded_at <= :at)
    order by 8, 1`
}

/**
 * Returns the reads of the parts of these rows of a plan, as at the moment `:at`: the newest wording and response of
 * each, its key lines and champions in their order, what the board agreed, oldest first, and all that was corrected.
 * Champions are those that were meant at the moment; toRecommendations takes mistakes out of the rest.
 */
export function recommendationPartReads(ids: Read<object>) {
  const boardMeant = meantMomentRead('recommendations', ids, sql`'boardChampions'`)
  const serviceMeant = meantMomentRead('recommendations', ids, sql`'serviceChampions'`)
  return {
    texts: sql<TextRow>`
      select recommendation_id as "rowId", text from recommendation_wordings
      where id in (
        select max(id) from recommendation_wordings
        where recommendation_id in (${ids}) and written_at <= :at
        group by recommendation_id)`,

    responses: sql<ResponseRow>`
      select recommendation_id as "rowId", response, reason from recommendation_responses
      where id in (
        select max(id) from recommendation_responses
        where recommendation_id in (${ids}) and responded_at <= :at
        group by recommendation_id)`,

    keyLines: sql<KeyLineRow>`
      select k.id, k.recommendation_id as "recommendationId", k.finding_id as "findingId", k.text,
        f.text as "reportText", k.reference, k.position
      from key_lines as k left join findings as f on f.id = k.finding_id
      where k.recommendation_id in (${ids})
        and k.from_at <= :at and (k.until_at is null or k.until_at > :at)
      order by k.position, k.id`,

    champions: sql<ChampionRow>`
      select c.recommendation_id as "rowId", c.side, c.person_id as "personId", c.agency_id as "agencyId",
        p.name as "personName", p.job_title as "jobTitle", a.name as "agencyName"
      from champions as c
        left join people as p on p.id = c.person_id
        left join agencies as a on a.id = coalesce(c.agency_id, p.agency_id)
        left join (${boardMeant}) as b on b."subjectId" = c.recommendation_id and c.side = 'board'
        left join (${serviceMeant}) as s on s."subjectId" = c.recommendation_id and c.side = 'service'
      where c.recommendation_id in (${ids})
        and c.from_at <= coalesce(b."at", s."at", :at)
        and (c.until_at is null or c.until_at > coalesce(b."at", s."at", :at))
      order by c.position, c.id`,

    agreed: agreedRead(ids),

    // An action is loaded together with its recommendation, and has corrections of its own.
    rowCorrections: correctionsRead('recommendations', ids),
  }
}

/** Returns the champions of each row in their order, by row, named as they were at a past moment. */
export function championsByRow(
  rows: readonly ChampionRow[],
  past: Past | undefined,
): Map<number, Champion[]> {
  const named = past === undefined ? toNamed : past.named
  const toThen = (row: ChampionRow): Champion => ({ side: row.side, ...named(row) })
  const byRow = Map.groupBy(rows, ({ rowId }) => rowId)
  return new Map([...byRow].map(([rowId, champions]) => [rowId, champions.map(toThen)]))
}

/** Returns what the board agreed on each row, by row; who recorded it by the name they had then. */
export function agreedByRow(rows: readonly AgreedRow[], who: Who): Map<number, AgreedRag[]> {
  const agreed = rows.map(({ quotesJson, ...row }) => ({
    ...row,
    quotes: JSON.parse(quotesJson) as QuotedReason[],
    recordedBy: who(row.recordedBy, row.recordedAt),
  }))
  return Map.groupBy(agreed, ({ rowId }) => rowId)
}
