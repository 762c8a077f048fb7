// What is written about a new case is kept in this browser, for this person in this company, until it has been sent.
const form = () => document.querySelector("form[data-draft]")
const place = () => `kept-draft:${form().dataset.draft}`
const WRITTEN = ["summary", "description", "told"]
const NOT_KEPT = ["csrfmiddlewaretoken", "account", "q"]
let slot = ""

const drafts = () => JSON.parse(localStorage.getItem(place()) ?? "{}")
const keep = (all) => Object.keys(all).length ? localStorage.setItem(place(), JSON.stringify(all)) : localStorage.removeItem(place())
const chosen = () => form().querySelector(".chosen")?.dataset ?? { account: "", name: "" }

const save = () => {
  const all = drafts()
  delete all[slot]
  slot = chosen().account
  const values = Object.fromEntries(new FormData(form()))
  if (WRITTEN.some((name) => values[name]?.trim())) all[slot] = { name: chosen().name, values }
  keep(all)
}

const drop = (which) => {
  const all = drafts()
  delete all[which]
  keep(all)
}

const fill = (values) => {
  for (const field of form().elements) {
    if (!(field.name in values) || NOT_KEPT.includes(field.name)) continue
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === values[field.name]
    else field.value = values[field.name]
    if (field.value && field.type !== "hidden") field.closest("details:not(.is-untouched)")?.toggleAttribute("open", true)
  }
  for (const [name, type] of [["summary", "input"], ["case_type", "change"]]) {
    form().elements[name].dispatchEvent(new Event(type, { bubbles: true }))
  }
}

const show = (which, say = () => {}) => {
  const notice = form().querySelector(`[data-draft-${which}]`)
  notice.hidden = false
  say(notice)
}

const begin = () => {
  const all = drafts()
  slot = chosen().account
  if (form().hasAttribute("data-sent")) return save()
  const mine = all[slot] ?? (slot && all[""])
  const other = Object.keys(all).find((one) => one && one !== slot)
  if (mine) {
    if (!all[slot]) drop("")
    fill(mine.values)
    show("back")
  } else if (other) {
    show("other", (notice) => {
      notice.dataset.slot = other
      notice.querySelector("[data-draft-name]").textContent = all[other].name
      notice.querySelector("[data-draft-link]").search = `?account=${other}`
    })
  }
}

for (const type of ["input", "change"]) document.addEventListener(type, (event) => event.target.form === form() && form() && save())
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "intake-customer" && save())
document.addEventListener("case-sent", () => { drop(slot) })
document.addEventListener("click", (event) => {
  const notice = event.target.closest("[data-draft-drop]")?.closest(".notice")
  if (!notice) return
  drop(notice.dataset.slot ?? slot)
  notice.hidden = true
  if (notice.matches("[data-draft-back]")) location.reload()
})
if (form()) begin()
