// Keys of the work queue. They work only while a row has the focus, so they cannot meet what somebody types or dictates.
const list = document.getElementById("queue");
const dialog = document.getElementById("keys");
const button = document.getElementById("show-keys");

const rows = () => [...list.children];
const rowOf = (node) => node.closest("#queue > li");
const goTo = (row) => row?.querySelector("a.row__name").focus();
const isTyping = (node) => node.matches("textarea, select, input:not([type=checkbox])") || node.isContentEditable;

function showKeys() {
  const before = document.activeElement;
  dialog.addEventListener("close", () => before?.focus(), { once: true });
  dialog.showModal();
}

const deeds = {
  j: (row) => goTo(row.nextElementSibling),
  k: (row) => goTo(row.previousElementSibling),
  Home: () => goTo(rows()[0]),
  End: () => goTo(rows().at(-1)),
  o: (row) => row.querySelector("a.row__name").click(),
  x: (row) => row.querySelector("[type=checkbox]")?.click(),
  a: (row) => row.querySelector("button[name=only]")?.click(),
  u: () => document.querySelector("[data-key=unread]")?.click(),
  "?": showKeys,
};
deeds.ArrowDown = deeds.j;
deeds.ArrowUp = deeds.k;

list?.addEventListener("keydown", (event) => {
  const deed = event.key === "Enter" && event.target.matches("[type=checkbox]") ? deeds.o : deeds[event.key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !/^(j|k|Arrow)/.test(event.key) || isTyping(event.target)) return;
  event.preventDefault();
  deed(rowOf(event.target));
});

if (list) {
  button.hidden = false;
  button.addEventListener("click", showKeys);
  // A deed is asked for once: a second press, by key or mouse, meets a form that is on its way.
  const form = list.closest("form");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}
