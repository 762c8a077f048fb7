// Choosing rows of the queue for doing one thing with all of them. What is chosen lives here, not in the rows, so it
// outlives a live refresh and a turned page; each is remembered as it was seen: "number~version" and the second.
const MOST = 500
const picked = new Map()
let of = null
let last = null

const queue = () => document.getElementById("queue")
const boxes = () => [...document.querySelectorAll(".queue-pick input")]
const numberOf = (box) => box.value.split("~")[0]
const pageBox = () => document.getElementById("pick-page")

const seenNow = (box) => ({ pick: box.value, seen: queue().dataset.seen })

const choose = (box, on) => {
  if (on && (picked.size < MOST || picked.has(numberOf(box)))) picked.set(numberOf(box), seenNow(box))
  else picked.delete(numberOf(box))
}

const show = () => {
  const all = boxes()
  for (const box of all) {
    box.checked = picked.has(numberOf(box))
    box.closest("tr").classList.toggle("is-picked", box.checked)
  }
  const here = all.filter((box) => box.checked).length
  if (pageBox()) {
    pageBox().hidden = false
    pageBox().checked = here > 0 && here === all.length
    pageBox().indeterminate = here > 0 && here < all.length
  }
  const bar = document.getElementById("bulk-bar")
  bar.hidden = picked.size === 0
  document.body.classList.toggle("is-picking", picked.size > 0)
  const said = document.getElementById("bulk-many")
  const words = picked.size === 1 ? said.dataset.one : said.dataset.many.replace("{many}", picked.size)
  const away = picked.size - here
  const text = away > 0 ? `${words} (${said.dataset.elsewhere.replace("{many}", away)})` : words
  if (said.textContent !== text) said.textContent = text
}

const clear = () => {
  picked.clear()
  last = null
  show()
}

// Another queue or other filters: what was chosen before is out of sight for good.
const meet = () => {
  if (of !== null && queue().dataset.of !== of) picked.clear()
  of = queue().dataset.of
  for (const box of boxes()) if (picked.has(numberOf(box))) picked.set(numberOf(box), seenNow(box))
  show()
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".queue-pick input")
  if (box) {
    const all = boxes()
    const from = all.findIndex((one) => numberOf(one) === last)
    const to = all.indexOf(box)
    const range = event.shiftKey && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [box]
    range.forEach((one) => choose(one, box.checked))
    last = numberOf(box)
    show()
  } else if (event.target.id === "pick-page") {
    boxes().forEach((one) => choose(one, event.target.checked))
    show()
  } else if (event.target.closest("[data-pick=none]")) {
    clear()
  } else if (event.target.closest("[data-pick=all]")) {
    window.htmx.ajax("GET", queue().dataset.of, { target: "#picked-all", swap: "outerHTML", source: "#picked-all" })
  }
})

document.addEventListener("keydown", (event) => {
  if (event.target.matches(".queue-pick input") && event.key === "Enter") event.preventDefault()
  const isFree = !event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open], [popover]")
  if (event.key === "Escape" && picked.size && isFree && !document.querySelector("dialog[open], :popover-open")) clear()
})

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters, verb } = event.detail
  if (elt.matches("form[data-bulk]")) {
    delete parameters.case
    parameters.cases = [...picked.values()].map(({ pick, seen }) => `${pick}~${seen}`).join(" ")
  } else if (verb === "get" && elt.closest("#bulk-bar") && elt.matches("button")) {
    for (const name of Object.keys(parameters)) delete parameters[name]
    parameters.many = picked.size
  }
})

document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event.detail
  const all = document.getElementById("picked-all")
  if (all?.dataset.picks !== undefined) {
    for (const pick of all.dataset.picks.split(" ").filter(Boolean)) {
      if (picked.size < MOST) picked.set(pick.split("~")[0], { pick, seen: all.dataset.seen })
    }
    delete all.dataset.picks
    show()
  } else if (target?.id === "queue" || event.target.id === "queue") {
    meet()
  }
})

document.addEventListener("bulk-done", () => {
  clear()
  document.body.dispatchEvent(new CustomEvent("queue-changed"))
})

meet()
