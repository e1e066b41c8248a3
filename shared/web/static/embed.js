// Puts an organisation's coming sessions where this script stands on somebody's own page, as high as they are.
// What follows "?" in its address goes along: language=fi, sv or en; look=light or dark.
{
  const me = document.currentScript;
  const from = new URL(me.src);
  const frame = document.createElement("iframe");
  frame.src = from.origin + from.pathname.replace(/\.js$/, "") + from.search;
  frame.title = me.dataset.title || "Kierros";
  frame.loading = "lazy";
  frame.style.cssText = "display:block;width:100%;height:600px;border:0";
  me.after(frame);
  window.addEventListener("message", (event) => {
    const height = event.origin === from.origin && event.source === frame.contentWindow && event.data?.kierrosHeight;
    if (Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 100), 10000)}px`;
  });
}
