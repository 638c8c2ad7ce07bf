/** A past meeting: its items by their kind, those of the plan by "row 3". */
export interface HeldMeeting {
  id: number
  day: string
  itemIds: Map<string, number>
}
