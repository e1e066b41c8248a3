// Reads iCalendar objects with ical.js, as Thunderbird does: a JSON list of texts comes in, what each says goes out.
const ICAL = require(process.argv[2]);

function read(text) {
  const root = new ICAL.Component(ICAL.parse(text));
  // Nothing is registered beforehand, so the zones are those that the object itself defines.
  for (const zone of root.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const events = root.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const text = (name) => component.getFirstPropertyValue(name);
    return {
      uid: event.uid,
      sequence: event.sequence,
      starts: event.startDate.convertToZone(ICAL.Timezone.utcTimezone).toString(),
      ends: event.endDate.convertToZone(ICAL.Timezone.utcTimezone).toString(),
      floating: event.startDate.zone === ICAL.Timezone.localTimezone,
      summary: text("summary"),
      description: text("description"),
      location: text("location"),
      status: text("status"),
      stamp: String(text("dtstamp")),
      attendees: component.getAllProperties("attendee").map((line) => [line.getFirstValue(), line.getParameter("cn")]),
    };
  });
  ICAL.TimezoneService.reset();
  return { method: root.getFirstPropertyValue("method"), events };
}

let input = "";
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(input).map(read))));
