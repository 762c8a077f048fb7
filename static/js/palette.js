// The command palette: the server says what there is; here the arrows choose among it and Enter goes there.
const field = () => document.getElementById("palette-q")
const items = () => [...document.querySelectorAll("#sheet .palette-item")]
const current = () => items().findIndex((one) => one.getAttribute("aria-selected") === "true")

const select = (place) => {
  const all = items()
  if (!all.length) return field().removeAttribute("aria-activedescendant")
  const at = (place + all.length) % all.length
  all.forEach((one, nth) => one.setAttribute("aria-selected", String(nth === at)))
  field().setAttribute("aria-activedescendant", all[at].id)
  all[at].scrollIntoView({ block: "nearest" })
}

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "palette-q" || event.isComposing) return
  const to = { ArrowDown: current() + 1, ArrowUp: current() - 1, PageDown: items().length - 1, PageUp: 0 }[event.key]
  if (to !== undefined) {
    event.preventDefault()
    select(to)
  } else if (event.key === "Enter") {
    event.preventDefault()
    items()[current()]?.click()
  }
})

document.addEventListener("htmx:afterSettle", () => field() && current() < 0 && select(0))
