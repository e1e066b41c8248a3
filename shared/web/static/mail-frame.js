// Gives a mail's frame the height of the mail, so that nobody scrolls a page within the page. Without scripts it keeps its own.
(() => {
  "use strict";
  for (const frame of document.querySelectorAll("iframe.mail-frame")) {
    const fit = () => {
      const mail = frame.contentDocument?.documentElement;
      if (!mail || frame.contentDocument.URL === "about:blank") return;
      const height = Math.ceil(Math.max(mail.getBoundingClientRect().height, frame.contentDocument.body?.scrollHeight ?? 0));
      frame.style.height = `${height + frame.offsetHeight - frame.clientHeight}px`;
    };
    frame.addEventListener("load", fit);
    new ResizeObserver(() => requestAnimationFrame(fit)).observe(frame.parentElement);
    fit();
  }
})();
