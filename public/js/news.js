// Shows what others save in a form that is open here, and who else is writing in it. Without it the next load does.
const EVERY = 5000

const forms = [...document.querySelectorAll('[data-news]')].map(newsOf)
let turn = 0

function newsOf(part) {
  const form = part.matches('form') ? part : part.closest('form')
  const said = part.querySelector('[data-news-said]')
  const marks = form.elements.namedItem(part.dataset.draftMarks ?? 'draftMarks')?.value.split(' ') ?? []
  // What was typed here, or came back from a draft: nobody else's words go over it.
  const touched = new Set([
    ...marks.slice(1).flatMap((mark) => (mark.split(':')[2] ? [mark.split(':')[0]] : [])),
    ...(part.dataset.draftTouched ?? '').split(' '),
  ])
  let known = part.dataset.news
  let told = ''

  const note = ({ target }) => touched.add(target.name)
  part.addEventListener('input', note)
  part.addEventListener('change', note)

  function boxesOf(name) {
    return [...part.querySelectorAll(`[name="${window.CSS.escape(name)}"]`)]
  }

  function put(name, value) {
    for (const box of boxesOf(name)) {
      if (box.type === 'radio' || box.type === 'checkbox') box.checked = value !== '' && box.value === value
      else box.value = value
    }
  }

  function versionOf(name) {
    return form.elements.namedItem(`opened.${name}`)
  }

  // A question that somebody else asked: a row like the last one, after it.
  function addRow(names) {
    const rows = [...part.querySelectorAll('[data-news-row]')]
    const last = rows.at(-1)
    const [, key] = /^question-(.*)$/.exec(names.find((name) => name.startsWith('question-')) ?? '') ?? []
    if (last === undefined || key === undefined) return false
    const row = last.cloneNode(true)
    row.dataset.newsRow = key
    row.setAttribute('aria-label', `Question ${rows.length + 1}`)
    for (const element of [row, ...row.querySelectorAll('*')])
      for (const name of ['id', 'name', 'for', 'aria-describedby'])
        if (element.hasAttribute(name))
          element.setAttribute(name, element.getAttribute(name).replaceAll(last.dataset.newsRow, key))
    for (const line of row.querySelectorAll('[data-news-line]')) line.remove()
    last.after(row)
    return true
  }

  // Beside a box that was typed in: the words in it stay, and saving asks.
  function sayBeside(boxes, text) {
    const box = boxes.flatMap(boxesOf).find(({ type }) => type !== 'hidden')
    const place = box?.closest('.govuk-form-group')
    if (place === null || place === undefined) return
    const line = place.querySelector('[data-news-line]') ?? document.createElement('p')
    line.className = 'govuk-hint news-line'
    line.dataset.newsLine = ''
    line.textContent = text
    place.append(line)
  }

  function take({ label, version, boxes, by, at, row }) {
    const names = Object.keys(boxes)
    const isThere = names.every((name) => versionOf(name) !== null)
    if (isThere && names.every((name) => versionOf(name).value === version)) return undefined
    // A field that this page does not show, or that both have changed already.
    if (!isThere && !addRow(names))
      return row === undefined || by === ''
        ? undefined
        : `${by} added ${row} at ${at}. Open this page again to see them.`
    const words = `${by} changed “${label}” at ${at}.`
    const isBusy = names.some(
      (name) =>
        touched.has(name) ||
        boxesOf(name).some((box) => box === document.activeElement || box.type === 'hidden'),
    )
    if (isBusy) {
      sayBeside(names, `${words} Your words stay: when you save, you are shown both.`)
      return words
    }
    for (const name of names) {
      put(name, boxes[name])
      versionOf(name).value = version
      // What stands is shown, needed or not: what is hidden is not sent, and would be taken back.
      const [box] = boxesOf(name)
      // Of a list one is always chosen.
      const shown = box?.type === 'select-one' ? null : box?.closest('[data-shown-for]')
      if (boxes[name] !== '') box?.closest('details')?.setAttribute('open', '')
      if (shown && boxes[name] !== '') shown.dataset.shownWhen += ` ${boxes[shown.dataset.shownFor] ?? ''}`
    }
    form.dispatchEvent(new window.CustomEvent('news-taken'))
    return words
  }

  return {
    part,
    isActive: () => part.contains(document.activeElement),
    async look() {
      const answer = await window
        .fetch(`${part.dataset.draft}/news?known=${encodeURIComponent(known)}`, { redirect: 'manual' })
        .catch(() => undefined)
      if (!answer?.ok || !answer.headers.get('content-type')?.includes('json')) return
      const { writing, at, fields } = await answer.json()
      const active = document.activeElement
      const before = active?.getBoundingClientRect().top
      known = at
      const changed = fields.map(take).filter((words) => words !== undefined)
      if (changed.length > 0) told = changed.join(' ')
      const text = [...writing, told].join(' ').trim()
      if (said.textContent !== text) said.textContent = text
      // Nothing moves under the cursor.
      if (active !== document.body && active?.isConnected)
        window.scrollBy({ top: active.getBoundingClientRect().top - before, behavior: 'instant' })
    },
  }
}

async function lookRound() {
  window.setTimeout(lookRound, EVERY)
  if (document.visibilityState === 'hidden' || forms.length === 0) return
  // Where one page holds many forms: the one that is written in, and each of the others in its turn.
  const active = forms.find((form) => form.isActive())
  turn = (turn + 1) % forms.length
  for (const form of new Set([active ?? forms[turn], forms[turn]])) await form.look()
}

window.setTimeout(lookRound, EVERY)
