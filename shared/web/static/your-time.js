// Tells a session's time on the visitor's own clock, when the page has not told it already.
(() => {
  "use strict";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("[data-your-time]")) {
    const { starts, ends, zones, yourTime } = place.dataset;
    const shape = { weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const language = document.documentElement.lang;
    const written = (timeZone) =>
      new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...shape, timeZone }).formatRange(new Date(starts), new Date(ends));
    if (!own || zones.split(" ").some((told) => written(own) === written(told))) continue;
    place.textContent = `${yourTime} ${written(own)} (${own})`;
    place.hidden = false;
  }
})();
