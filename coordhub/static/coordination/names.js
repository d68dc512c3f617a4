// The names that can be called become buttons that write them where the cursor stands.
for (const list of document.querySelectorAll("[data-names-for]")) {
  const area = document.getElementById(list.dataset.namesFor);
  if (!area) continue;
  for (const item of list.children) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.textContent;
    button.addEventListener("click", () => insert(area, item.dataset.name));
    item.replaceChildren(button);
  }
}

function insert(area, name) {
  const before = area.value.slice(0, area.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  area.setRangeText(`${gap}${name} `, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}
