// Tells a session's time on the visitor's own clock, when that differs from the session's.
(() => {
  "use strict";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("[data-your-time]")) {
    const { starts, ends, zone, yourTime } = place.dataset;
    const shape = { weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const language = document.documentElement.lang;
    const written = (timeZone) =>
      new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...shape, timeZone }).formatRange(new Date(starts), new Date(ends));
    if (!own || written(own) === written(zone)) continue;
    place.textContent = `${yourTime} ${written(own)} (${own})`;
    place.hidden = false;
  }
})();
