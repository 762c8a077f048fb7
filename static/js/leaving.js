// Who signs out leaves nothing behind that they were writing: the next person may sit at the same browser.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/accounts/logout/")) return
  for (const name of Object.keys(localStorage)) if (name.startsWith("kept-draft:")) localStorage.removeItem(name)
})
