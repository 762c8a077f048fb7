// Dialogs. data-dialog="id" opens one; data-close closes its own; what htmx brings into one opens it.
const close = (dialog) => dialog.open && dialog.close()
let pressed = null

// A click that began inside, on text that was being selected, is none on the backdrop.
document.addEventListener("pointerdown", (event) => { pressed = event.target })

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]")
  if (opener) {
    event.preventDefault()
    document.getElementById(opener.dataset.dialog).showModal()
  } else if (event.target.closest("dialog [data-close]")) {
    event.preventDefault()
    close(event.target.closest("dialog"))
  } else if (event.target.matches("dialog[open]") && pressed === event.target) {
    close(event.target)
  }
})

// A refusal comes back to where it was said; a conflict is always a question of its own.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail
  const said = requestConfig.elt.closest("dialog")
  if (xhr.status === 409 || (xhr.status === 422 && said)) {
    event.detail.target = said ?? document.getElementById("sheet")
    event.detail.swapOverride = "innerHTML"
  } else if (said?.matches(".sheet") && xhr.status < 300 && !said.contains(event.detail.target)) {
    close(said)
  }
})

document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.detail.target
  if (dialog?.matches?.("[popover]:not(:popover-open)")) {
    dialog.showPopover()
    dialog.querySelector("a[href], button, select, input:not([type=hidden])")?.focus()
  }
  if (!dialog?.matches?.("dialog") || !dialog.isConnected || !dialog.childElementCount) return
  if (!dialog.open) dialog.showModal()
  const first = ["[aria-invalid=true]", "[autofocus]", "textarea, select, input:not([type=hidden])"]
  first.map((one) => dialog.querySelector(one)).find(Boolean)?.focus()
  if (dialog.querySelector("[role=alert]")) dialog.scrollTop = 0
})

// Who walks away from a conflict sees again what is there, not what they had chosen.
document.addEventListener("close", (event) => {
  if (event.target.querySelector(".conflict")) document.body.dispatchEvent(new CustomEvent("case-stale"))
}, true)

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const said = event.detail.elt.closest("dialog")
  if (said && event.detail.xhr.status === 204) close(said)
})
