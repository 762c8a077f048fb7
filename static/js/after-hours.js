// The morning board by keyboard: j and k choose a row, a accepts it, m merges it, x rejects it. The choice, the focus
// and the place on the page survive that the board is made anew.
const rows = () => [...document.querySelectorAll(".night-row")]
const ACTS = {
  accept: "accept",
  mine: "merge",
  pick: "reject",
}
let chosen = null
let place = 0

const mark = () => rows().forEach((row) => row.classList.toggle("is-selected", row.dataset.id === chosen))
const at = () => rows().findIndex((row) => row.dataset.id === chosen)

const choose = (row) => {
  if (!row) return
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest" })
}

document.addEventListener("does", (event) => {
  const { does, at: where } = event.detail
  const all = rows()
  if (!all.length || (where !== document.body && !where.closest("#night, #sheet"))) return
  const by = { next: 1, previous: -1 }[does]
  if (by) {
    event.preventDefault()
    choose(all[at() < 0 ? 0 : Math.min(Math.max(at() + by, 0), all.length - 1)])
  } else if (ACTS[does] && at() >= 0) {
    event.preventDefault()
    all[at()].querySelector(`[data-act="${ACTS[does]}"]`)?.click()
  }
})

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".night-row")
  if (!row) return
  chosen = row.dataset.id
  mark()
})

// Where the chosen row has gone, the one that stands in its place is next.
let held = false
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "night") return
  held = document.activeElement === document.body || Boolean(document.activeElement.closest("#night"))
  place = Math.max(at(), 0)
})
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "night") return
  if (chosen && at() < 0) chosen = rows()[Math.min(place, rows().length - 1)]?.dataset.id ?? null
  mark()
  if (held && chosen) rows()[at()]?.focus({ preventScroll: true })
})
