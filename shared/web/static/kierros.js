// Small comforts; every page does its job without them.
(() => {
  "use strict";

  // After a form came back, the keyboard starts at what needs mending.
  document.querySelector("[data-focus]")?.focus();

  // Whoever comes here by Back later gets the form, not the browser's question about sending it again.
  if ("cameBack" in document.body.dataset) history.replaceState(null, "");

  // What happened is told where it happened: the address leads to a place that may lie far below.
  const told = document.querySelector("#told:has(*)");
  // not :target, which a browser may know only after this has run
  const place = document.getElementById(location.hash.slice(1));
  if (told && place && !told.contains(place)) {
    if (/^H\d$/.test(place.tagName)) (place.closest(".spread") ?? place).after(told);
    else place.prepend(told);
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
    // a browser that was busy may not have gone there by itself
    window.addEventListener("load", () => told.scrollIntoView({ block: "nearest" }));
  }

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

  // Browsers order days and hours as their own language does, not as the page: beside each field stands what it says.
  const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const inWords = {
    date: new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" }),
    time: new Intl.DateTimeFormat(lang, { timeStyle: "short", timeZone: "UTC" }),
  };
  const short = new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const halfDays = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12;
  for (const input of document.querySelectorAll("main input[type=date]" + (halfDays ? ", main input[type=time]" : ""))) {
    const said = document.createElement("span");
    said.className = "said";
    said.id = `${input.id}-said`;
    const words = input.dataset.said ? short : inWords[input.type];
    const say = () => { said.textContent = input.valueAsDate ? words.format(input.valueAsDate) : ""; };
    say();
    said.setAttribute("aria-live", "polite");
    input.after(said);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${said.id}`.trim());
    input.addEventListener("input", say);
  }

  // How long one can still register: the server's clock tells, ours only counts on from there.
  const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  for (const shown of document.querySelectorAll("[data-closes]")) {
    const left = shown.querySelector(".countdown-left");
    const atLoad = (Date.parse(shown.dataset.closes) - Date.parse(shown.dataset.now)) / 1000;
    const count = () => {
      const seconds = Math.floor(atLoad - performance.now() / 1000);
      if (seconds < 0) {
        shown.textContent = ` ${shown.dataset.over}.`;
        return;
      }
      const first = Math.max(0, UNITS.findIndex(([, length]) => seconds >= length));
      // seconds only in the last hour: a page that ticks for days is not calm
      const parts = UNITS.slice(first, first + 2).filter(([unit]) => unit !== "second" || seconds < 3600);
      let rest = seconds;
      left.textContent = parts.map(([unit, length]) => {
        const amount = Math.floor(rest / length);
        rest -= amount * length;
        return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(amount);
      }).join(" ");
      setTimeout(count, seconds < 3600 ? 1000 : 30000);
    };
    shown.hidden = false;
    count();
  }

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
