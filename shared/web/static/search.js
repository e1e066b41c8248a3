// Searching while one types takes a library that most visitors of the list never need: it comes with the first focus.
(() => {
  "use strict";

  const form = document.querySelector("form[role=search]");
  const { library } = document.currentScript.dataset;
  const load = () => {
    const script = document.createElement("script");
    script.src = library;
    // what was typed before it came is searched for now
    script.onload = () => {
      const words = form.querySelector("[type=search]");
      if (words.value !== words.defaultValue) form.requestSubmit();
    };
    document.head.append(script);
  };
  // it looks for its attributes once the page is complete, and only then
  const begin = () => (document.readyState === "complete" ? load() : addEventListener("load", load));
  if (form.contains(document.activeElement)) begin();
  else form.addEventListener("focusin", begin, { once: true });
})();
