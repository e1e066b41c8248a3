// Once people are being told, there is nothing to undo.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form.undoable")) {
    const left = Date.parse(form.dataset.until) - 5000 - Date.now();
    setTimeout(() => form.querySelector("button").remove(), Math.max(0, Math.min(left, 300000)));
  }
})();
