// Keeps a form in this tab while it is typed, and as a draft on the hub: what the session's end or a refusal interrupts
// is filled in again. The tab's storage ends with the tab, so that nothing of a child stays on a shared computer.
import { PREFIX } from "./sent.js";

const WAIT_MS = 1500;
const PRIVATE_TO_PAGE = new Set(["csrf_token", "seen", "sending_key", "confirmed"]);
const form = document.querySelector("form[data-key]");
const status = form?.querySelector("[data-keep-status]");
const storageKey = PREFIX + (form?.dataset.key ?? "");
let version = form?.dataset.version ?? "";
let timer = 0;
let saving = null;

function typed() {
  return [...new FormData(form)].filter(([name, value]) => !PRIVATE_TO_PAGE.has(name) && typeof value === "string");
}

function keep() {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ writer: form.dataset.writer, version, fields: typed() }));
  } catch {
    status.textContent = "This browser keeps nothing while you type. Save as a draft before you leave.";
  }
}

function kept() {
  try {
    for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
      const found = JSON.parse(sessionStorage.getItem(name));
      if (found?.writer !== form.dataset.writer) sessionStorage.removeItem(name);
    }
    return JSON.parse(sessionStorage.getItem(storageKey));
  } catch {
    return null;
  }
}

function fill(fields) {
  for (const field of form.elements) {
    if (!field.name || PRIVATE_TO_PAGE.has(field.name) || ["submit", "button", "file", "fieldset"].includes(field.type)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

async function save() {
  if (!form.dataset.keep) return;
  saving = new AbortController();
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), signal: saving.signal, redirect: "manual", headers: { Accept: "application/json" } });
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error("no answer of the hub");
    const { words, version: saved } = await answer.json();
    status.textContent = words;
    if (saved) {
      version = saved;
      keep();
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    status.textContent = "Not saved on the hub: you are signed out, or it does not answer. What you typed stays in this tab; sign in again and it is filled in.";
  }
}

if (form && status) {
  const before = kept();
  const same = before && JSON.stringify(before.fields) === JSON.stringify(typed());
  if (before && !same && before.version >= version && form.dataset.fresh === undefined) {
    fill(before.fields);
    status.textContent = "Filled in again with what you typed in this tab.";
  }
  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    keep();
    clearTimeout(timer);
    saving?.abort();
  });
}
