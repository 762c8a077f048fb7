// <due-clock at="2026-01-09T16:30:00Z" risk="2026-01-09T14:00:00Z">: says how long is left until a moment the server decided.
// Its words are the server's, from the data of <template id="words">; without this file its own text stays.
const words = () => document.getElementById("words").dataset

const spell = (seconds) => {
  const { dayShort: d, hourShort: h, minuteShort: m } = words()
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} ${m}`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} ${h} ${String(minutes % 60).padStart(2, "0")} ${m}`
  const hours = Math.floor((minutes % 1440) / 60)
  return `${Math.floor(minutes / 1440)} ${d}` + (hours ? ` ${hours} ${h}` : "")
}

customElements.define("due-clock", class extends HTMLElement {
  #timer

  connectedCallback() {
    this.#tick()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #tick() {
    const now = Date.now()
    const left = (Date.parse(this.getAttribute("at")) - now) / 1000
    const risk = Date.parse(this.getAttribute("risk"))
    const state = left < 0 ? "late" : now >= risk ? "risk" : "ok"
    const sentence = words()[state === "late" ? "overdue" : state === "risk" ? "atRisk" : "left"]
    const text = sentence.replace("{time}", spell(Math.abs(left)))
    if (this.textContent !== text) this.textContent = text
    if (this.getAttribute("state") !== state) this.setAttribute("state", state)
    this.#timer = setTimeout(() => this.#tick(), Math.abs(left) < 3600 ? 5_000 : 20_000)
  }
})
