// <form data-once>: sent once, however often somebody clicks. The server knows the same message by its key all the same.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.once === "sent") return event.preventDefault();
    form.dataset.once = "sent";
    form.querySelector("button.primary")?.setAttribute("aria-busy", "true");
  });
}
// Who comes back by the browser's own button finds a form that can be sent.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.dataset.once = "";
    form.querySelector("button.primary")?.removeAttribute("aria-busy");
  }
});
