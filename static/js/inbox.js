// The inbox by keyboard: j and k choose, Enter opens, e marks as read. The choice survives that the list is made anew.
const rows = () => [...document.querySelectorAll(".inbox-row")]
let chosen = null

const focus = (row) => {
  row?.querySelector(".inbox-open").focus({ preventScroll: true })
  row?.scrollIntoView({ block: "nearest" })
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const here = event.target === document.body || event.target.closest("#inbox-list")
  if (!here || document.querySelector("dialog[open]")) return
  const all = rows()
  const at = all.findIndex((row) => row.dataset.id === chosen)
  const by = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (by && all.length) {
    event.preventDefault()
    focus(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)])
  } else if (event.key === "e" && at >= 0) {
    const check = all[at].querySelector(".inbox-check")
    if (check) chosen = (all[at + 1] ?? all[at]).dataset.id
    check?.click()
  }
})

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".inbox-row")
  if (row) chosen = row.dataset.id
})

// Only who had the focus in the list gets it back.
let held = false
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "inbox-list") held = Boolean(document.activeElement.closest("#inbox-list"))
})
document.addEventListener("htmx:afterSettle", (event) => {
  if (held && event.target.id === "inbox-list") focus(rows().find((row) => row.dataset.id === chosen))
})
