// A field for a colour gets the browser's own chooser beside it; the field stays what is sent.
for (const field of document.querySelectorAll("[data-colour]")) {
  const chooser = document.createElement("input");
  chooser.type = "color";
  chooser.className = "form-control";
  chooser.setAttribute("aria-label", field.dataset.colour);
  const take = () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) chooser.value = field.value;
  };
  const pair = document.createElement("div");
  pair.className = "colour-pair";
  field.replaceWith(pair);
  pair.append(field, chooser);
  chooser.addEventListener("input", () => { field.value = chooser.value; });
  field.addEventListener("input", take);
  // where none is chosen, the one that is shown
  chooser.style.color = "var(--primary)";
  const shown = getComputedStyle(chooser).color.match(/\d+/g).slice(0, 3);
  chooser.value = "#" + shown.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  take();
}
