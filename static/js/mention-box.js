// <mention-box>: while "@…" is being typed, offers whom the comment can name. The server finds and ranks them.
const TYPED = /(?:^|[\s([{])@((?:[^\s@]+ ?){0,3})$/

customElements.define("mention-box", class extends HTMLElement {
  #timer
  #isWanted = false // what was asked before somebody was chosen, or the list was closed, may be answered after
  #known = null // asked before: what begins with it would be answered the same, nobody or somebody already chosen

  connectedCallback() {
    this.text = this.querySelector("textarea")
    this.list = this.querySelector(".mention-list")
    this.text.addEventListener("input", () => this.#look())
    this.text.addEventListener("keydown", (event) => this.#key(event))
    this.text.addEventListener("blur", () => this.#close())
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()) // the text keeps the focus
    this.list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")))
    this.list.addEventListener("htmx:afterSwap", () => this.#show())
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  get #typed() {
    return TYPED.exec(this.text.value.slice(0, this.text.selectionStart))?.[1]
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")]
  }

  #look() {
    clearTimeout(this.#timer)
    const typed = this.#typed
    if (typed === undefined || (this.#known !== null && typed.startsWith(this.#known))) return this.#close()
    this.#known = null
    this.#isWanted = true
    this.#timer = setTimeout(() => {
      this.querySelector("[name=name]").value = typed.trim()
      this.list.dispatchEvent(new CustomEvent("ask"))
    }, 120)
  }

  #show() {
    if (!this.#isWanted || this.#typed === undefined || document.activeElement !== this.text) return this.#close()
    const options = this.#options
    if (!options.length) this.#known = this.#typed
    this.list.hidden = !options.length
    this.#select(options[0])
  }

  #select(option) {
    for (const one of this.#options) one.setAttribute("aria-selected", String(one === option))
    if (option) this.text.setAttribute("aria-activedescendant", option.id)
    else this.text.removeAttribute("aria-activedescendant")
    option?.scrollIntoView({ block: "nearest" })
  }

  #key(event) {
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.isComposing) return
    const options = this.#options
    const at = options.findIndex((one) => one.ariaSelected === "true")
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) this.#select(options[(at + by + options.length) % options.length])
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(options[at])
    else if (event.key === "Escape") this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #choose(option) {
    if (!option) return
    const { id, name } = option.dataset
    const end = this.text.selectionStart
    this.text.setRangeText(`${name} `, end - this.#typed.length, end, "end")
    const chosen = document.createElement("input")
    Object.assign(chosen, { type: "hidden", name: "mentioned", value: id })
    this.append(chosen)
    this.#known = name
    this.#close()
    this.text.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #close() {
    clearTimeout(this.#timer)
    this.#isWanted = false
    this.list.hidden = true
    this.#select(null)
  }
})
