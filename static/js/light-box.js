// <light-box>: pictures of a gallery large, in one dialog. Left and right turn the page, Esc closes.
customElements.define("light-box", class extends HTMLElement {
  #at = 0

  connectedCallback() {
    this.dialog = this.querySelector("dialog")
    this.addEventListener("click", (event) => this.#click(event))
    this.addEventListener("htmx:configRequest", (event) => {
      if (event.target.matches("dialog form")) event.detail.path = event.target.action
    })
    this.addEventListener("htmx:afterSwap", () => this.dialog.open && this.#shots.length && this.#show(this.#at))
    this.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (by && this.dialog.open && !event.target.matches("input")) this.#show(this.#at + by)
    })
  }

  get #shots() {
    return [...this.querySelectorAll(".shot-open")]
  }

  #click(event) {
    const shot = event.target.closest(".shot-open")
    const turn = event.target.closest("[data-turn]")
    if (shot && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      this.#show(this.#shots.indexOf(shot))
      this.dialog.showModal()
    } else if (turn) {
      this.#show(this.#at + Number(turn.dataset.turn))
    }
  }

  #show(at) {
    const shots = this.#shots
    this.#at = (at + shots.length) % shots.length
    const { href, dataset } = shots[this.#at]
    const picture = this.dialog.querySelector("img")
    picture.src = href
    picture.alt = dataset.caption || dataset.name
    this.dialog.querySelector(".lightbox-name").textContent = dataset.caption || dataset.name
    this.dialog.querySelector(".lightbox-when").textContent = dataset.when
    this.dialog.querySelector(".lightbox-count").textContent = `${this.#at + 1} / ${shots.length}`
    const form = this.dialog.querySelector("form")
    if (!form) return
    form.action = dataset.captionUrl
    form.elements.caption.value = dataset.caption
  }
})
