const WORDING = `(SELECT w.text FROM recommendation_wordings w WHERE w.recommendation_id = r.id
  ORDER BY w.id DESC LIMIT 1)`

const ROWS = `SELECT r.id, r.number, ${WORDING} AS wording, r.addressee,
    (SELECT g.rag FROM agreed_rags g WHERE g.recommendation_id = r.id ORDER BY g.id DESC LIMIT 1) AS agreed,
    (SELECT g.agreed_on FROM agreed_rags g WHERE g.recommendation_id = r.id ORDER BY g.id DESC LIMIT 1) AS agreed_on
  FROM recommendations r WHERE r.plan_id = ? ORDER BY r.number`

const CHAMPIONS = `SELECT c.recommendation_id, c.side, p.name, p.job_title FROM champions c
  JOIN recommendations r ON r.id = c.recommendation_id JOIN people p ON p.id = c.person_id
  WHERE r.plan_id = ? AND c.until_at IS NULL ORDER BY r.number, c.side, c.position`

const ACTIONS = `SELECT a.recommendation_id, a.position,
    (SELECT u.rag FROM progress_updates u WHERE u.action_id = a.id ORDER BY u.id DESC LIMIT 1) AS rag,
    (SELECT u.sent_at FROM progress_updates u WHERE u.action_id = a.id ORDER BY u.id DESC LIMIT 1) AS sent_at,
    (SELECT d.target_on FROM action_dates d WHERE d.action_id = a.id ORDER BY d.id DESC LIMIT 1) AS target_on
  FROM actions a JOIN recommendations r ON r.id = a.recommendation_id
  WHERE r.plan_id = ? ORDER BY r.number, a.position`

const AGREED = `SELECT g.agreed_on, g.rag, count(*) AS number FROM agreed_rags g
  JOIN recommendations r ON r.id = g.recommendation_id
  WHERE r.plan_id = ? GROUP BY g.agreed_on, g.rag ORDER BY g.agreed_on`

const MEETINGS = `SELECT m.id, m.held_on, m.starts_at, m.started_at, m.ended_at, n.finalised_at FROM meetings m
  LEFT JOIN minutes n ON n.meeting_id = m.id WHERE m.plan_id = ? ORDER BY m.held_on DESC`

const ACTION = `SELECT w.description, w.desired_outcome, w.success_measure, w.baseline, w.target, r.number,
    ${WORDING} AS wording FROM actions a JOIN action_wordings w ON w.action_id = a.id
  JOIN recommendations r ON r.id = a.recommendation_id WHERE a.id = ? ORDER BY w.id DESC`

const OWNERS = `SELECT p.name FROM action_owners o JOIN people p ON p.id = o.person_id
  WHERE o.action_id = ? AND o.until_at IS NULL ORDER BY o.position`

const DATES = 'SELECT starts_on, target_on, reason, set_at FROM action_dates WHERE action_id = ? ORDER BY id'

const UPDATES = `SELECT u.rag, u.narrative, u.reason, u.recovery, u.ask_of_board, u.measured_value, s.name, u.sent_at,
    d.decision, d.comment, b.name AS decided_by, d.decided_at, e.title, e.dated_on, e.url FROM progress_updates u
  JOIN accounts s ON s.id = u.sent_by LEFT JOIN progress_update_decisions d ON d.progress_update_id = u.id
  LEFT JOIN accounts b ON b.id = d.decided_by LEFT JOIN evidence e ON e.progress_update_id = u.id
  WHERE u.action_id = ? ORDER BY u.id DESC`

const ITEMS = `SELECT i.id, i.title, i.minutes, i.section,
    (SELECT t.agreed_rag FROM item_records t WHERE t.item_id = i.id ORDER BY t.version DESC LIMIT 1) AS agreed,
    (SELECT t.saved_at FROM item_records t WHERE t.item_id = i.id ORDER BY t.version DESC LIMIT 1) AS saved_at,
    (SELECT s.name FROM item_records t JOIN accounts s ON s.id = t.saved_by WHERE t.item_id = i.id
      ORDER BY t.version DESC LIMIT 1) AS saved_by
  FROM agenda_items i WHERE i.meeting_id = ? AND i.taken_off IS NULL ORDER BY i.position`

const BOARD = `SELECT p.name, p.job_title, a.name AS agency FROM meetings m
  JOIN people p ON p.partnership_id = m.partnership_id LEFT JOIN agencies a ON a.id = p.agency_id
  WHERE m.id = ? AND p.sits_on_board ORDER BY p.name`

/** What each page of the plain site reads, each with the id in its address. */
export const PAGES: Record<string, readonly string[] | undefined> = {
  'sign-in': [],
  plan: [ROWS, CHAMPIONS, ACTIONS],
  home: [ROWS, CHAMPIONS, ACTIONS, AGREED, MEETINGS],
  action: [ACTION, OWNERS, DATES, UPDATES],
  session: [ITEMS, BOARD],
}
