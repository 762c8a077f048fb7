// One key, one thing: the element with data-key="n" is clicked, or focused when it takes text. Never while typing.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) {
    if (event.key === "Escape" && event.target.matches("input[type=search]")) event.target.blur()
    return
  }
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key)
  if (!wanted) return
  event.preventDefault()
  if (wanted.matches("input, textarea")) {
    wanted.focus()
    wanted.select()
  } else {
    wanted.click()
  }
})
