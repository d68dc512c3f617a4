// What is typed into a form with data-keep stays in this tab until it is sent: a lost connection or an ended session
// loses nothing. The key names request, person and deed, so that nobody gets another one's words.
const SENT = "sent:";
const isDone = document.querySelector(".flash--done") !== null;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const area = form.querySelector("textarea");
  const key = `keep:${form.dataset.keep}`;
  if (!area) continue;
  forgetIfTaken(key);
  if (!area.value) area.value = sessionStorage.getItem(key) ?? "";
  if (area.value) area.closest("details")?.setAttribute("open", "");
  area.addEventListener("input", () => (area.value ? sessionStorage.setItem(key, area.value) : sessionStorage.removeItem(key)));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT + key, "1"));
}

// A page that says "done" after the form left means that the words have arrived.
function forgetIfTaken(key) {
  if (sessionStorage.getItem(SENT + key) !== null && isDone) sessionStorage.removeItem(key);
  sessionStorage.removeItem(SENT + key);
}
