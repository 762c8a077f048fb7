// Forms: one submit at a time, addresses without empty filters, and a form marked data-auto sends itself when changed.
const release = (form) => form?.removeAttribute("aria-busy")

document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.method === "dialog") return
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault()
    event.stopImmediatePropagation()
  } else if (form.method === "post") {
    form.setAttribute("aria-busy", "true")
  }
}, true)

document.addEventListener("htmx:afterRequest", (event) => release(event.detail.elt.closest("form")))
window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release))

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return
  const values = event.detail.parameters
  for (const name of Object.keys(values)) if (values[name] === "") delete values[name]
})

document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name)
})

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-auto]")) event.target.form.requestSubmit()
})

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.preventDefault()
    event.target.form?.requestSubmit()
  }
})
