// The queue by keyboard: j and k choose a row. A live refresh keeps the chosen row, the focus and the place on the page.
const rows = () => [...document.querySelectorAll(".queue-row")]
const rowOf = (number) => document.querySelector(`.queue-row[data-number="${number}"]`)
let chosen = null
let anchor = null

const mark = () => rows().forEach((row) => row.classList.toggle("is-selected", row.dataset.number === chosen))

const step = (by) => {
  const all = rows()
  if (!all.length) return
  const at = all.findIndex((row) => row.dataset.number === chosen)
  const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]
  const link = row.querySelector(".queue-link")
  link.focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest" })
}

const isQueue = (event) => event.detail.target?.id === "queue"

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const inQueue = event.target === document.body || event.target.closest(".queue-row")
  if (!inQueue || document.querySelector("dialog[open]")) return
  const by = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (by && rows().length) {
    event.preventDefault()
    step(by)
  } else if (event.key === "o" && chosen) {
    rowOf(chosen)?.querySelector(".queue-link").click()
  }
})

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".queue-row")
  if (row && chosen !== row.dataset.number) {
    chosen = row.dataset.number
    mark()
  }
})

document.addEventListener("htmx:beforeSwap", (event) => {
  const isLive = isQueue(event) && event.detail.requestConfig?.triggeringEvent?.type === "queue-changed"
  const row = isLive && (rowOf(chosen) ?? rows().find((one) => one.getBoundingClientRect().bottom > 120))
  anchor = row && window.scrollY > 0 ? { number: row.dataset.number, top: row.getBoundingClientRect().top } : null
})

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "queue" && event.target.id !== "queue") return
  mark()
  const row = anchor && rowOf(anchor.number)
  if (row) window.scrollBy({ top: row.getBoundingClientRect().top - anchor.top, behavior: "instant" })
  anchor = null
})
