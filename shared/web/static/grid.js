// A line of text is drawn as an area, so that it wraps; Enter in it saves, as in any line of text. On a phone where and
// with whom is folded away, unless something is to be mended there; so is the line for all rows.
(() => {
  "use strict";
  for (const line of document.querySelectorAll(".grid-form [data-line]")) {
    line.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      line.form.requestSubmit();
    });
  }
  if (!window.matchMedia("(max-width: 39.99rem)").matches) return;
  for (const rare of document.querySelectorAll(".grid-form details:not([data-wrong])")) rare.open = false;
})();
