// <live-pulse every="15">: asks the server now and then whether the page is still true; quiet while nobody looks.
// <inbox-bell> and <night-count> are the same in the topbar.
class Pulse extends HTMLElement {
  #timer
  #look = () => document.hidden || this.#beat()

  connectedCallback() {
    this.#timer = setInterval(this.#look, Number(this.getAttribute("every")) * 1000)
    document.addEventListener("visibilitychange", this.#look)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    document.removeEventListener("visibilitychange", this.#look)
  }

  #beat() {
    this.dispatchEvent(new CustomEvent("pulse"))
  }
}

customElements.define("live-pulse", Pulse)
customElements.define("inbox-bell", class extends Pulse {})
customElements.define("night-count", class extends Pulse {})
