// The inbox by keyboard: j and k choose, Enter opens, e marks as read. The choice survives that the list is made anew.
const rows = () => [...document.querySelectorAll(".inbox-row")]
let chosen = null

const focus = (row) => {
  row?.querySelector(".inbox-open").focus({ preventScroll: true })
  row?.scrollIntoView({ block: "nearest" })
}

document.addEventListener("does", (event) => {
  const { does, key, at: where } = event.detail
  const all = rows()
  if (!all.length || (where !== document.body && !where.closest("#inbox-list"))) return
  const at = all.findIndex((row) => row.dataset.id === chosen)
  const by = { next: 1, previous: -1 }[does]
  if (by) {
    event.preventDefault()
    focus(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)])
  } else if (key === "e" && at >= 0) {
    event.preventDefault()
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
