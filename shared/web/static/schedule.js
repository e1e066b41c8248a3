// Lays a calendar over the schedule of a month or week, in which sessions are dragged to another time and stretched.
// Dropping changes nothing yet: it opens the page that says what moving there means. Without this, "Move" does the same.
(() => {
  "use strict";

  const list = document.querySelector(".schedule[data-view]");
  // a phone has no room for a grid: there the list stays
  if (!list || !window.FullCalendar || !window.matchMedia("(min-width: 1024px)").matches) return;
  const shown = document.querySelector(".calendar");
  const conflicts = document.querySelector(".calendar-conflicts");
  const isWeek = list.dataset.view === "week";

  // Clocks stand on the page as they are where each session is held; here they are all called UTC, and stay so.
  const entries = [...list.querySelectorAll("[data-session]")];
  const events = entries.map((entry) => ({
    id: entry.dataset.session,
    start: `${entry.dataset.starts}Z`,
    end: `${entry.dataset.ends}Z`,
    editable: "move" in entry.dataset,
    classNames: [...entry.classList],
    extendedProps: { entry },
  }));
  const hours = entries.flatMap((entry) => {
    const [from, to] = [entry.dataset.starts, entry.dataset.ends];
    return from.slice(0, 10) === to.slice(0, 10) ? [Number(from.slice(11, 13)), Number(to.slice(11, 13)) + 1] : [0, 24];
  });
  const hour = (number) => `${String(number).padStart(2, "0")}:00:00`;

  const address = (path, entry, start, end) => {
    const [from, to] = [start.toISOString(), end.toISOString()];
    const said = new URLSearchParams({
      day: from.slice(0, 10), starts: from.slice(11, 16), ends: to.slice(11, 16),
      view: list.dataset.view, series: list.dataset.series, seen: entry.dataset.version,
    });
    if (from.slice(0, 10) !== to.slice(0, 10)) said.set("ends_on", to.slice(0, 10));
    return `${entry.dataset.move}${path}?${said}`;
  };

  // While a session is held over a time, what stands against that time is asked for, a moment after it came to rest.
  let asked = 0, last = "";
  const look = (entry, start, end) => {
    const wanted = address("/conflicts.html", entry, start, end);
    if (wanted === last) return;
    last = wanted;
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const answer = await fetch(wanted).catch(() => null);
      if (!answer?.ok || wanted !== last) return;
      conflicts.innerHTML = await answer.text();
      conflicts.hidden = false;
    }, 150);
  };
  const leave = () => {
    clearTimeout(asked);
    last = "";
    conflicts.hidden = true;
  };
  const open = (info) => {
    leave();
    window.location.assign(address("", info.event.extendedProps.entry, info.event.start, info.event.end));
  };

  const holiday = (date) => {
    const day = list.querySelector(`[data-day="${date.toISOString().slice(0, 10)}"] .day-holiday`);
    return day ? day.cloneNode(true) : null;
  };
  const withHoliday = (info, within) => {
    const name = holiday(info.date);
    if (name) info.el.querySelector(within)?.append(name);
  };

  shown.hidden = false;
  document.querySelector(".calendar-hint").hidden = false;
  const calendar = new FullCalendar.Calendar(shown, {
    initialView: isWeek ? "timeGridWeek" : "dayGridMonth",
    initialDate: list.dataset.first,
    now: `${list.dataset.today}Z`,
    timeZone: "UTC",
    // "en" alone would mean American dates
    locale: document.documentElement.lang.replace(/^en$/, "en-GB"),
    headerToolbar: false,
    firstDay: 1,
    weekNumbers: true,
    weekNumberCalculation: "ISO",
    weekNumberContent: ({ num }) => `${list.dataset.week} ${num}`,
    fixedWeekCount: false,
    height: "auto",
    allDaySlot: false,
    slotMinTime: hour(Math.min(8, ...hours)),
    slotMaxTime: hour(Math.max(18, ...hours)),
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    snapDuration: "00:15",
    slotEventOverlap: false,
    nowIndicator: true,
    eventDisplay: "block",
    events,
    editable: true,
    eventAllow: (drop, event) => {
      look(event.extendedProps.entry, drop.start, drop.end);
      return true;
    },
    eventDrop: open,
    eventResize: open,
    eventDragStop: leave,
    eventResizeStop: leave,
    eventContent: ({ event, isMirror }) => {
      const parts = [...event.extendedProps.entry.cloneNode(true).children];
      if (!isMirror) return { domNodes: parts };
      // what is carried says where it is held over
      parts[0].textContent = [event.start, event.end].map((at) => at.toISOString().slice(11, 16)).join("–");
      return { domNodes: parts.slice(0, 2) };
    },
    dayCellDidMount: (info) => {
      // a day is called by all that is on it, not by its number alone
      info.el.removeAttribute("aria-labelledby");
      if (!isWeek) withHoliday(info, ".fc-daygrid-day-top");
    },
    dayHeaderDidMount: isWeek ? (info) => withHoliday(info, ".fc-scrollgrid-sync-inner") : undefined,
  });
  calendar.render();
  list.classList.add("schedule-below");
})();
