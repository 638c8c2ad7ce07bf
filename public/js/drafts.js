// Keeps what somebody types, field by field, on the server and until it is there in this browser. Without it "Save
// draft" does the same. A part of a page with `data-draft` holds the fields of one form.
const AFTER_TYPING = 1500
const TRY_AGAIN = 5000
// A browser takes no more than this along when a page is left.
const MOST_WHEN_LEAVING = 60_000

const OFFLINE =
  'You are offline. Your words are kept in this browser and saved as a draft when the line is back. Nothing was sent.'
const AWAY =
  'The tracker does not answer. Your words are kept in this browser and saved as a draft when it does. Nothing was sent.'
const SIGNED_OUT =
  'You have been signed out. Your words are kept in this browser. Sign in in another tab, then open this page again: they will be here.'
const TOO_LARGE = 'Not kept: this is too long for a draft. Copy your words before you leave this page.'
const STORAGE_FULL = ' This browser has no room to keep them: copy them before you leave this page.'

let leaving = false

// A page that comes back with errors goes on where the one before it was.
const START = Date.UTC(2026, 0, 1)
function secondsNow() {
  return Math.floor((Date.now() - START) / 1000)
}

// Not crypto.randomUUID, which is there over https alone.
function aNewKey() {
  const [one, two, three, four, five, six, seven, eight] = window.crypto.getRandomValues(new Uint16Array(8))
  const hex = (part) => part.toString(16).padStart(4, '0')
  const halves = [hex(one) + hex(two), hex(three), hex(four), hex(five), hex(six) + hex(seven) + hex(eight)]
  return halves.join('-')
}

function isSmall(fields) {
  return JSON.stringify(fields).length * 3 < MOST_WHEN_LEAVING
}

function keeperOf(part) {
  const form = part.matches('form') ? part : part.closest('form')
  const address = part.dataset.draft
  const prefix = part.dataset.draftPrefix ?? ''
  const names = part.dataset.draftNames ? part.dataset.draftNames.split(' ') : undefined
  const account = part.dataset.draftAccount
  const said = part.querySelector('[data-draft-said]') ?? form.querySelector('[data-draft-said]')
  const marked = form.elements.namedItem(part.dataset.draftMarks ?? `${prefix}draftMarks`)
  const [page, ...marks] = marked.value.split(' ').filter((mark) => !mark.startsWith('@'))
  const shown = new Map(
    marks.map((mark) => mark.split(':')).map(([name, version, row]) => [name, { version, row }]),
  )
  const rows = new Map([...shown].filter(([, { row }]) => row).map(([name, { row }]) => [name, row]))
  const place = `draft ${account} ${address} ${page}`
  // What the server does not have yet.
  const unsaved = new Set()
  let turn = secondsNow()
  let timer
  let saving
  // Why the last saving failed: 'line', 'signed out' or 'refused'.
  let failed

  function fieldsOf(name) {
    return [...part.querySelectorAll(`[name="${window.CSS.escape(prefix + name)}"]`)]
  }

  function valueOf(name) {
    const fields = fieldsOf(name)
    const ticks = fields.filter((field) => field.type === 'radio' || field.type === 'checkbox')
    if (ticks.length > 0) return ticks.flatMap((field) => (field.checked ? field.value : [])).join('\n')
    return fields.map((field) => field.value).join('\n')
  }

  function put(name, value) {
    const fields = fieldsOf(name)
    const lines = value.split('\n')
    for (const [index, field] of fields.entries()) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = lines.includes(field.value)
      // Lists of one name have a line each.
      else field.value = fields.length === 1 ? value : (lines[index] ?? '')
      field.dispatchEvent(new window.Event('change', { bubbles: true }))
    }
  }

  // The name of a field without its prefix; undefined for what is no field of this draft.
  function nameOf(field) {
    if (!field.name?.startsWith(prefix) || ['hidden', 'file', 'submit', 'button'].includes(field.type))
      return undefined
    const name = field.name.slice(prefix.length)
    // What somebody chooses where two texts met is no word of theirs.
    if (name.startsWith('keep.')) return undefined
    return names === undefined || names.includes(name) ? name : undefined
  }

  function say(text) {
    if (said.textContent !== text) said.textContent = text
  }

  // One entry for each page, so that two tabs do not take each other's words.
  function keepHere() {
    try {
      if (unsaved.size === 0) window.localStorage.removeItem(place)
      else {
        const fields = [...unsaved].map((name) => [
          name,
          { value: valueOf(name), row: rows.get(name), shown: shown.get(name), opened: openedOf(name) },
        ])
        window.localStorage.setItem(place, JSON.stringify({ turn, fields: Object.fromEntries(fields) }))
      }
      return true
    } catch {
      return false
    }
  }

  function openedOf(name) {
    return form.elements.namedItem(`${prefix}opened.${name}`)?.value
  }

  function bodyOf(key, nth, fields) {
    const body = new window.URLSearchParams({
      _csrf: form.elements.namedItem('_csrf').value,
      page: key,
      turn: nth,
    })
    for (const [name, { value, row, opened }] of Object.entries(fields)) {
      body.set(`value.${name}`, value)
      if (row) body.set(`row.${name}`, row)
      if (opened !== undefined) body.set(`opened.${name}`, opened)
    }
    return body
  }

  async function post(body, keepalive = false) {
    let answer
    try {
      answer = await window.fetch(address, {
        method: 'POST',
        body,
        headers: { Accept: 'application/json' },
        // To the sign-in page, where the session has run out.
        redirect: 'manual',
        keepalive,
      })
    } catch {
      return { failed: 'line', said: window.navigator.onLine ? AWAY : OFFLINE }
    }
    if (answer.type === 'opaqueredirect' || answer.status === 401)
      return { failed: 'signed out', said: SIGNED_OUT }
    if (answer.status === 413) return { failed: 'refused', said: TOO_LARGE }
    const isJson = answer.headers.get('content-type')?.includes('json')
    if (!isJson) {
      if (answer.status === 403) return { failed: 'signed out', said: SIGNED_OUT }
      return { failed: 'line', said: AWAY }
    }
    const told = await answer.json()
    return answer.ok ? told : { failed: 'refused', ...told }
  }

  function unsavedFields() {
    return Object.fromEntries(
      [...unsaved].map((name) => [
        name,
        { value: valueOf(name), row: rows.get(name), opened: openedOf(name) },
      ]),
    )
  }

  async function saveOnce({ keepalive = false } = {}) {
    window.clearTimeout(timer)
    timer = undefined
    const fields = unsavedFields()
    if (Object.keys(fields).length === 0) return
    turn = Math.max(turn + 1, secondsNow())
    const answer = await post(bodyOf(page, turn, fields), keepalive && isSmall(fields))
    failed = answer.failed
    if (failed === undefined) {
      // This device's clock was set back: what is unsaved still is, and goes again with a later turn.
      turn = Math.max(turn, answer.overtakenBy ?? 0)
      for (const [name, { value }] of Object.entries(fields)) {
        const isThere = answer.overtakenBy === undefined || answer.rows[name] !== undefined
        if (isThere && valueOf(name) === value) unsaved.delete(name)
        if (answer.rows[name] !== undefined) rows.set(name, String(answer.rows[name].row))
      }
    } else if (failed === 'line') timer = window.setTimeout(save, TRY_AGAIN)
    const isKept = keepHere()
    say(failed === undefined || isKept ? answer.said : answer.said + STORAGE_FULL)
    part.dispatchEvent(new window.CustomEvent('draft-saved', { bubbles: true, detail: answer }))
    if (failed === undefined && unsaved.size > 0 && timer === undefined)
      timer = window.setTimeout(save, AFTER_TYPING)
  }

  // One at a time: an answer tells the numbers that the next one sends.
  function save() {
    saving ??= saveOnce().finally(() => {
      saving = undefined
    })
    return saving
  }

  async function saveAll() {
    await saving
    await save()
    return failed
  }

  function touch(name) {
    unsaved.add(name)
    const isKept = keepHere()
    if (failed === 'line' && !window.navigator.onLine) say(isKept ? OFFLINE : OFFLINE + STORAGE_FULL)
    if (failed !== 'line' || timer === undefined) {
      window.clearTimeout(timer)
      timer = window.setTimeout(save, AFTER_TYPING)
    }
  }

  function typed({ target }) {
    const name = nameOf(target)
    if (name !== undefined && !putting) touch(name)
  }

  // Words of this form that another page in this browser could not save: a tab that crashed, a line that was away.
  let putting = false
  async function takeUp() {
    const start = `draft ${account} ${address} `
    const places = Object.keys(window.localStorage).filter((key) => key.startsWith(start) && key !== place)
    for (const other of places) {
      const stored = window.localStorage.getItem(other)
      if (stored === null) continue
      const { turn: nth, fields } = JSON.parse(stored)
      // Another form of the same address, as where one accepts and one confirms.
      if (Object.keys(fields).every((name) => fieldsOf(name).length === 0)) continue
      let answer = await post(bodyOf(other.slice(start.length), nth + 1, fields))
      // Whether they are newer than what that page has saved cannot be told: they become a draft beside it.
      if (answer.overtakenBy !== undefined) answer = await post(bodyOf(aNewKey(), 1, fields))
      if (answer.failed !== undefined) {
        say(answer.said)
        continue
      }
      if (window.localStorage.getItem(other) === stored) window.localStorage.removeItem(other)
      if (Object.entries(fields).every(([name, { value }]) => valueOf(name) === value)) continue
      const beside = Object.entries(fields).filter(
        ([name, field]) => !takeField(name, field, answer.rows[name]),
      )
      say(
        beside.length === 0
          ? `Words that had not been saved are back. ${answer.said}`
          : 'Other words of yours, typed in this browser, are kept as a draft: open this page again to see them.',
      )
    }
  }

  // Into the box, where it shows what the words were typed over; else they stay a draft beside it.
  function takeField(name, field, saved) {
    if (valueOf(name) === field.value) return true
    const mark = shown.get(name)
    const isOver =
      mark?.row === undefined || mark.row === ''
        ? (mark?.version ?? '') === (field.shown?.version ?? '')
        : mark.row === field.row || saved?.replaced.includes(Number(mark.row))
    if (!isOver || unsaved.has(name) || fieldsOf(name).length === 0) return false
    putting = true
    put(name, field.value)
    putting = false
    if (saved !== undefined) rows.set(name, String(saved.row))
    return true
  }

  part.addEventListener('input', typed)
  part.addEventListener('change', typed)
  window.addEventListener('online', () => {
    if (unsaved.size > 0) void save()
    else if (failed === 'line') {
      failed = undefined
      say('You are online again.')
    }
  })
  window.addEventListener('offline', () => {
    if (failed === undefined) failed = 'line'
    say(OFFLINE)
  })
  void takeUp()
  for (const name of part.dataset.draftTouched?.split(' ') ?? []) if (name !== '') unsaved.add(name)
  if (unsaved.size > 0) void save()

  return {
    form,
    say,
    saveAll,
    isUnsaved: () => unsaved.size > 0,
    isAway: () => !window.navigator.onLine || failed === 'line',
    // A form that arrives late, or once more, gives up nothing that was typed after it was sent.
    markTurn() {
      marked.value = [page, ...marks, `@${turn}`].join(' ')
    },
    mustWarn: () => unsaved.size > 0 && (failed !== undefined || !window.navigator.onLine),
    // Somebody puts the phone away, or goes to another page.
    saveOnLeaving() {
      if (unsaved.size === 0 || leaving) return
      void saveOnce({ keepalive: true })
    },
  }
}

const keepers = [...document.querySelectorAll('[data-draft]')].map(keeperOf)

// A press of a button waits until the words are a draft, and where the line is away goes nowhere.
let passes
document.addEventListener(
  'submit',
  (event) => {
    const mine = keepers.filter(({ form }) => form === event.target)
    if (event.target === passes) {
      passes = undefined
      leaving = true
      for (const keeper of mine) keeper.markTurn()
      return
    }
    const isSaving = event.submitter?.hasAttribute('data-draft-save') === true && mine.length > 0
    const unsaved = keepers.filter(
      (keeper) => keeper.isUnsaved() || (mine.includes(keeper) && keeper.isAway()),
    )
    if (unsaved.length === 0 && !isSaving) {
      leaving = true
      for (const keeper of mine) keeper.markTurn()
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
    void pressAgain(event.target, event.submitter, unsaved, isSaving)
  },
  true,
)

async function pressAgain(form, submitter, unsaved, isSaving) {
  const failures = await Promise.all(unsaved.map((keeper) => keeper.saveAll()))
  if (isSaving) {
    for (const keeper of keepers.filter((one) => one.form === form)) {
      if (unsaved.length === 0) keeper.say('Nothing new to save.')
    }
    return
  }
  const isAway = !window.navigator.onLine || failures.includes('line')
  if (isAway && keepers.some((keeper) => keeper.form === form)) {
    for (const keeper of keepers.filter((one) => one.form === form))
      keeper.say(window.navigator.onLine ? AWAY : OFFLINE)
    return
  }
  passes = form
  form.requestSubmit(submitter)
}

// The words are gone from this browser, since somebody signs out and said so.
window.addEventListener('drafts-dropped', () => {
  leaving = true
})
window.addEventListener('drafts-stay', () => {
  leaving = false
})
window.addEventListener('pageshow', () => {
  leaving = false
})
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const keeper of keepers) keeper.saveOnLeaving()
})
window.addEventListener('beforeunload', (event) => {
  const hasFile = [...document.querySelectorAll('input[type="file"]')].some((field) => field.files.length > 0)
  if (!leaving && (hasFile || keepers.some((keeper) => keeper.mustWarn()))) event.preventDefault()
})
