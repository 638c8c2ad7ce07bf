/** What stands now in a form that several people write. */
export interface FormNews {
  /** When it was saved last, '' for never. A page that knows it gets no fields. */
  at: string
  fields: {
    label: string
    version: string
    /** What stands in each of its boxes. */
    boxes: Record<string, string>
    /** Who changed it last, and when; '' where nobody has. */
    by: string
    at: string
    /** Whom the row is about that it begins, where a page may not have that row yet. */
    row?: string
  }[]
}
