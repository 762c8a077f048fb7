// The theme is a cookie, so that the server writes it into the first byte of the next page.
document.addEventListener("change", (event) => {
  if (event.target.name !== "theme") return
  const theme = event.target.value
  document.documentElement.dataset.theme = theme
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`
})

const theme = document.documentElement.dataset.theme || "system"
for (const choice of document.querySelectorAll('input[name="theme"]')) choice.checked = choice.value === theme
