// <drop-zone key="case-17">: sends dropped, pasted, chosen or photographed files one by one; each has a key made here,
// so that a repeated try is the same file to the server. A refusal (422, plain text) is shown beside the name.
const words = () => document.getElementById("words").dataset

customElements.define("drop-zone", class extends HTMLElement {
  #waiting = []
  #isSending = false
  #paste = (event) => this.#add([...(event.clipboardData?.files ?? [])])

  connectedCallback() {
    this.form = this.querySelector("form")
    this.addEventListener("change", (event) => {
      if (!event.target.matches("input[type=file]")) return
      this.#add([...event.target.files])
      event.target.value = ""
    })
    for (const name of ["dragover", "drop", "dragleave"]) this.addEventListener(name, (event) => this.#drag(event))
    this.addEventListener("click", (event) => event.target.closest(".upload-again") && this.#again(event.target.closest("li")))
    document.addEventListener("paste", this.#paste)
    this.toggleAttribute("ready", true)
  }

  disconnectedCallback() {
    document.removeEventListener("paste", this.#paste)
  }

  #drag(event) {
    event.preventDefault()
    this.toggleAttribute("over", event.type === "dragover")
    if (event.type === "drop") this.#add([...event.dataTransfer.files])
  }

  #add(files) {
    for (const file of files) {
      const line = this.querySelector("template").content.firstElementChild.cloneNode(true)
      line.querySelector(".upload-name").textContent = file.name
      line.upload = { file, key: crypto.randomUUID() }
      this.querySelector(".uploads").append(line)
      this.#waiting.push(line)
    }
    this.#next()
  }

  #again(line) {
    this.#show(line, "")
    this.#waiting.push(line)
    this.#next()
  }

  #next() {
    if (this.#isSending || !this.#waiting.length) return
    this.#isSending = true
    const line = this.#waiting.shift()
    const body = new FormData(this.form)
    for (const input of this.form.querySelectorAll("input[type=file]")) body.delete(input.name)
    body.set("client_key", line.upload.key)
    body.set("file", line.upload.file, line.upload.file.name)
    const sending = new XMLHttpRequest()
    sending.open("POST", this.form.action)
    sending.setRequestHeader("HX-Request", "true")
    sending.upload.onprogress = (event) => { line.querySelector("progress").value = event.loaded / event.total }
    sending.onloadend = () => this.#done(line, sending)
    sending.send(body)
  }

  #done(line, { status, responseText }) {
    this.#isSending = false
    if (status >= 200 && status < 300) {
      line.remove()
      this.dispatchEvent(new CustomEvent("evidence-changed", { bubbles: true }))
    } else {
      this.#show(line, status === 422 || status === 413 ? responseText : status ? words().serverError : words().noConnection)
    }
    this.#next()
  }

  #show(line, why) {
    line.querySelector(".upload-why").textContent = why.slice(0, 300)
    line.querySelector(".upload-again").hidden = !why
    line.querySelector("progress").hidden = Boolean(why)
  }
})
