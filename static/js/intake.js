// The form of a new case by keyboard: arrows and Enter choose a customer, Escape goes back to the one before.
const search = () => document.getElementById("lookup-q")
const choices = () => [...document.querySelectorAll("#lookup-results .lookup-choice")]
const isAsking = () => document.querySelector("#lookup-q.htmx-request") !== null
let isWanted = false

const mark = (choice) => {
  for (const one of choices()) one.classList.toggle("is-active", one === choice)
  search().setAttribute("aria-activedescendant", choice?.id ?? "")
  choice?.scrollIntoView({ block: "nearest" })
}

const step = (by) => {
  const all = choices()
  const at = all.findIndex((one) => one.matches(".is-active"))
  if (all.length) mark(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length])
}

const find = (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1)
  else if (event.key === "Escape") document.querySelector("[data-escape]")?.click()
  else if (event.key === "Enter") {
    isWanted = isAsking()
    if (!isWanted) (choices().find((one) => one.matches(".is-active")) ?? choices()[0])?.click()
  } else return
  event.preventDefault()
}

// Enter in a line never adds a note unseen: it leads to the button that does.
const enter = (event) => {
  const form = event.target.form
  const other = form.querySelector("#case-likely .is-main")
  event.preventDefault()
  if (other) other.focus()
  else form.requestSubmit(form.querySelector(".form-foot [type=submit]"))
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target === search()) find(event)
  else if (event.key === "Enter" && event.target.matches("#case-form input:not([type=search])")) enter(event)
})

document.addEventListener("htmx:afterSwap", () => {
  const all = choices()
  search()?.setAttribute("aria-expanded", String(all.length > 0))
  if (isWanted && !isAsking() && all.length === 1) all[0].click()
  isWanted = isWanted && isAsking()
})

// Whom it is about is settled: on to what they say. What is wrong comes first.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!["intake-customer", "case-form"].includes(event.target.id) || document.activeElement !== document.body) return
  const form = document.getElementById("case-form")
  const wrong = form.querySelector("[aria-invalid=true], [role=alert] input")
  const empty = [form.elements.summary, form.elements.description].find((one) => one.value === "")
  if (!search()) (wrong ?? empty ?? form.elements.description).focus()
})
