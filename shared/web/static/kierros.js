// Small comforts; every page does its job without them.
(() => {
  "use strict";

  // After a form came back, the keyboard starts at what needs mending.
  document.querySelector("[data-focus]")?.focus();

  // An open menu closes on Escape, and on a click elsewhere.
  const close = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open]");
    close();
    menu?.querySelector("summary").focus();
  });

  // A second click on the same button does not send the form twice; after a while a stuck one may be tried again.
  const PATIENCE_MS = 5000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, PATIENCE_MS);
  });
})();
