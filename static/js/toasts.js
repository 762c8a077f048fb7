// Toasts: the server's HX-Trigger {"toast": {"text": ..., "kind": "done" | "problem"}}, and what went wrong on the way.
const place = () => document.getElementById("toasts")

// One that offers something to press waits for whoever has to read it first.
const patience = (toast) => toast.querySelector("form") ? 30_000 : 6_000
const dismissLater = (toast) => setTimeout(() => toast.matches(":hover, :focus-within") ? dismissLater(toast) : toast.remove(), patience(toast))

// Shown anew each time, so that it lies above whatever dialog has opened since.
const raise = () => {
  place().hidePopover()
  place().showPopover()
}

const say = (text, kind = "done") => {
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true)
  toast.querySelector(".toast-text").textContent = text
  toast.classList.toggle("is-problem", kind === "problem")
  if ([...place().children].some((one) => one.querySelector(".toast-text").textContent === text)) return
  place().append(toast)
  raise()
  if (kind !== "problem") dismissLater(toast)
}

const isQuiet = (event) => event.detail.elt?.closest("[data-quiet]")
const words = () => document.getElementById("words").dataset

document.addEventListener("toast", (event) => say(event.detail.text, event.detail.kind))
document.addEventListener("htmx:sendError", (event) => isQuiet(event) || say(words().noConnection, "problem"))
document.addEventListener("htmx:timeout", (event) => isQuiet(event) || say(words().noConnection, "problem"))
document.addEventListener("htmx:responseError", (event) => {
  if (isQuiet(event)) return
  const { status } = event.detail.xhr
  say(status === 403 ? words().notAllowed : status === 404 ? words().gone : words().serverError, "problem")
})
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast").remove())

if (place()?.childElementCount) raise()
for (const toast of place()?.children ?? []) if (!toast.matches(".is-problem")) dismissLater(toast)
