// One key, one thing. Which key does what stands at the button of the help sheet. What happens: the element with that data-does is
// clicked, or focused when it takes text; else whoever listens for "does" does it. Never while somebody types.
let bindings = null
const read = () => new Map(document.querySelector("[data-keys]")?.dataset.keys.split(" ").map((one) => one.split(":")))
const isOff = () => document.cookie.split("; ").includes("keys=off")
const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"

const nameOf = (event) => (event.ctrlKey || event.metaKey ? `Mod+${event.key}` : event.key)
const target = (does, key) =>
  [...document.querySelectorAll(`[data-does="${does}"], [data-key="${CSS.escape(key)}"]`)].find((one) => !one.closest("dialog:not([open])"))

const act = (one) => {
  if (!one.matches("input, textarea")) return one.click()
  one.focus()
  one.select()
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector("dialog[open]")) return
  const key = nameOf(event)
  bindings ??= read()
  const does = bindings.get(key)
  const isTyping = event.target.closest?.(TYPED_IN)
  if (isTyping && !key.startsWith("Mod+")) {
    if (key === "Escape" && event.target.matches("input[type=search]")) event.target.blur()
    return
  }
  if (!does || (key.length === 1 && isOff()) || (event.target.closest?.("[popover]") && key.length === 1)) return
  const one = target(does, key)
  const asked = new CustomEvent("does", { detail: { does, key, at: event.target }, cancelable: true })
  if (one) act(one)
  else if (document.dispatchEvent(asked)) return
  event.preventDefault()
})

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return
  document.cookie = `keys=${event.target.checked ? "on" : "off"};path=/;max-age=31536000;samesite=lax`
})
