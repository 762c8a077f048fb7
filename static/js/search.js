// What was found, by keyboard: the arrows go from the box to the first and from one to the next, Enter opens.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const box = document.getElementById("search-q")
  const links = [...document.querySelectorAll("#search-results .found-link")]
  if (!by || !links.length || (event.target !== box && !links.includes(event.target))) return
  event.preventDefault()
  const to = links.indexOf(event.target) + by
  if (to < 0) box.focus()
  else links[Math.min(to, links.length - 1)].focus()
})
