// The queue by keyboard: a row is chosen, and keys do things with it. A live refresh keeps the chosen row, the focus and
// the place on the page.
const rows = () => [...document.querySelectorAll(".queue-row")]
const nameOf = (row) => row.querySelector(".queue-link").id
const rowOf = (name) => document.getElementById(name)?.closest(".queue-row")
let chosen = null
let anchor = null

const mark = () => rows().forEach((row) => row.classList.toggle("is-selected", nameOf(row) === chosen))

const step = (by) => {
  const all = rows()
  const at = all.findIndex((row) => nameOf(row) === chosen)
  const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]
  row.querySelector(".queue-link").focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest" })
}

// Asked by the page and not by the row, whose answer would else wait behind its own request.
const ask = (verb, resource, how) => (link) =>
  window.htmx.ajax(verb, `${link.getAttribute("href")}${resource}/`, { source: document.body, ...how })
const inSheet = { target: "#sheet", swap: "innerHTML" }
const WITH_ROW = {
  open: (link) => link.click(),
  pick: (link) => link.closest("tr").querySelector(".queue-pick input")?.click(),
  mine: ask("POST", "assignment", { values: { take: "yes" }, swap: "none" }),
  escalate: ask("GET", "escalation", inSheet),
  resolve: ask("GET", "resolution", inSheet),
}

// Lists of other things than cases say which of these verbs their rows have not.
const isWithout = (row, does) => row.closest("[data-without]")?.dataset.without.split(" ").includes(does)

document.addEventListener("does", (event) => {
  const { does, key, at } = event.detail
  if (!rows().length || (key === "Enter" && !at.closest(".queue-pick"))) return
  const inQueue = at === document.body || at.closest(".queue-row, #sheet")
  if (does === "next" || does === "previous") {
    if (key.startsWith("Arrow") && !inQueue) return
    event.preventDefault()
    step(does === "next" ? 1 : -1)
  } else if (WITH_ROW[does] && rowOf(chosen) && !isWithout(rowOf(chosen), does)) {
    event.preventDefault()
    WITH_ROW[does](rowOf(chosen).querySelector(".queue-link"))
  }
})

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".queue-row")
  if (row && chosen !== nameOf(row)) {
    chosen = nameOf(row)
    mark()
  }
})

const isQueue = (event) => event.detail.target?.id === "queue"

document.addEventListener("htmx:beforeSwap", (event) => {
  const isLive = isQueue(event) && event.detail.requestConfig?.triggeringEvent?.type === "queue-changed"
  const row = isLive && (rowOf(chosen) ?? rows().find((one) => one.getBoundingClientRect().bottom > 120))
  const focused = document.activeElement?.closest(".queue-row")
  anchor = row && { name: nameOf(row), top: row.getBoundingClientRect().top, scrolled: window.scrollY > 0 }
  if (anchor && focused) anchor.focus = document.activeElement.matches(".queue-pick input") ? ".queue-pick input" : ".queue-link"
})

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "queue" && event.target.id !== "queue") return
  mark()
  const row = anchor && rowOf(anchor.name)
  if (row && anchor.scrolled) window.scrollBy({ top: row.getBoundingClientRect().top - anchor.top, behavior: "instant" })
  if (row && anchor.focus && !row.contains(document.activeElement)) row.querySelector(anchor.focus)?.focus({ preventScroll: true })
  anchor = null
})
