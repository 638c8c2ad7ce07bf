// Only makes pages more convenient: every page works without it.
import { initAll } from '/js/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// <div data-shown-for="rag" data-shown-when="red amber">: shown while the field "rag" of its form has one of
// these values. Without JavaScript it is simply there.
for (const part of document.querySelectorAll('[data-shown-for]')) {
  const form = part.closest('form')
  const show = () => {
    const value = new window.FormData(form).get(part.dataset.shownFor) ?? ''
    part.hidden = !part.dataset.shownWhen.split(' ').includes(value)
    // What nobody sees is not sent: words under another choice would go on record unread.
    for (const field of part.querySelectorAll('input, textarea, select')) field.disabled = part.hidden
  }
  form.addEventListener('change', show)
  show()
}

// A file takes minutes over a slow line: says that it is on its way. Without JavaScript the browser's own sign does.
// No figure in per cent: only a form that a script sends has one, and its answer would be no page of the browser's own,
// with an address, a way back and words that are kept when the line breaks.
for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]')) {
  const status = document.createElement('div')
  status.setAttribute('role', 'status')
  form.append(status)
  form.addEventListener('submit', () => {
    const [file] = form.querySelector('input[type="file"]')?.files ?? []
    if (file === undefined) return
    const words = document.createElement('p')
    words.className = 'govuk-body'
    words.textContent = `Sending ${file.name} (${Math.max(0.1, file.size / 1e6).toFixed(1)} MB). Keep this page open until the next one appears.`
    const progress = document.createElement('progress')
    progress.className = 'work-progress'
    progress.setAttribute('aria-label', 'Sending the file')
    status.replaceChildren(words, progress)
  })
  // Back on the page, nothing is being sent any more.
  window.addEventListener('pageshow', () => status.replaceChildren())
}
