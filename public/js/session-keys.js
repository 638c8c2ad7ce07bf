// Writing down a meeting without the mouse: Ctrl+S saves the item, Ctrl+Enter saves it and goes on to the next.
const form = document.querySelector('#form')
const buttons = {
  s: '.session__buttons button:not([name]):not([formaction])',
  enter: '.session__buttons button[value="next"]',
}

document.addEventListener('keydown', (event) => {
  const wanted = buttons[event.key.toLowerCase()]
  if (wanted === undefined || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  const button = form?.querySelector(wanted)
  if (!button) return
  event.preventDefault()
  if (!event.repeat) button.click()
})

for (const hint of document.querySelectorAll('[data-session-keys]')) hint.hidden = false
