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
