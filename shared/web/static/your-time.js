// Tells a session's time on the visitor's own clock, when the page has not told it already. Written as shared/web/dates.py writes.
(() => {
  "use strict";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;
  const moment = (instant, timeZone) => {
    const shape = { weekday: "short", day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const told = { ...shape, hourCycle: "h23", timeZone };
    const parts = new Intl.DateTimeFormat("en-GB", told).formatToParts(instant);
    const { day, month, year, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    const name = (width) => new Intl.DateTimeFormat(locale, { ...width, timeZone }).format(instant);
    if (language === "fi" || language === "sv") {
      const date = `${name({ weekday: "short" })} ${Number(day)}.${Number(month)}.${year}`;
      return { date, before: language === "fi" ? " klo " : " kl. ", clock: `${Number(hour)}.${minute}` };
    }
    return { date: `${name({ weekday: "short" })} ${Number(day)} ${name({ month: "long" })} ${year}`, before: ", ", clock: `${hour}:${minute}` };
  };
  const span = (starts, ends, timeZone) => {
    const [first, last] = [moment(starts, timeZone), moment(ends, timeZone)];
    const begins = first.date + first.before + first.clock;
    return first.date === last.date ? `${begins}–${last.clock}` : `${begins} – ${last.date}${last.before}${last.clock}`;
  };
  for (const place of document.querySelectorAll("[data-your-time]")) {
    const { starts, ends, zones, yourTime } = place.dataset;
    const written = (timeZone) => span(new Date(starts), new Date(ends), timeZone);
    if (!own || zones.split(" ").some((told) => written(own) === written(told))) continue;
    place.textContent = `${yourTime} ${written(own)} (${own})`;
    place.hidden = false;
  }
})();
