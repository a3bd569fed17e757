// Going through a page by keys. Focus really moves, so what is chosen is what a screen reader reads.
const help = document.querySelector("#keys");
const OFF = "keys:off";
const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const rows = () => [...document.querySelectorAll("main .row .main")].filter((row) => row.checkVisibility());
const caseOf = (link) => link?.pathname?.match(/^\/cases\/[^/]+/)?.[0];

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.closest(".row").contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  next?.closest(".row").scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

// A form opens, and its first field that waits for something, and may not do without, is where one types.
function into(form) {
  if (!form) return false;
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const fields = [...form.querySelectorAll(FIELDS)].filter((field) => field.checkVisibility());
  const empty = fields.filter((field) => !field.value);
  (empty.find((field) => field.required) || empty[0] || fields[0] || form.querySelector("button, summary"))?.focus();
  form.scrollIntoView({ block: "nearest" });
  return true;
}

function contact() {
  const here = document.querySelector("#form-contacts");
  if (here) return into(here);
  const chosen = document.activeElement.closest(".row")?.querySelector(".main");
  const number = caseOf(chosen);
  if (number) location.assign(chosen.hash === "#form-contacts" ? chosen.href : `${number}?form=contacts#form-contacts`);
  return Boolean(number);
}

// The draft of the row one is at, or the likeliest of the case one is in.
function draft() {
  const row = document.activeElement.closest(".row");
  const link = row ? row.querySelector("a.draft") : document.querySelector(".drafts a");
  link?.click();
  return Boolean(link);
}

function open() {
  const here = document.querySelector("#form-open");
  if (here) return into(here);
  const link = document.querySelector("a[data-new]");
  link?.click();
  return Boolean(link);
}

function search() {
  const box = document.querySelector("input[type=search], input[name=q]");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function explain() {
  help?.showModal();
  return Boolean(help);
}

const KEYS = { j: () => step(1), k: () => step(-1), c: contact, d: draft, n: open, "/": search, "?": explain };

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest?.(FIELDS);
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing && !event.repeat;
  if (sends && event.target.form?.method === "post") {
    event.preventDefault();
    return event.target.form.requestSubmit();
  }
  if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || help?.open) return;
  if (event.key === "Escape" && inField) return inField.blur();
  if (inField || localStorage.getItem(OFF)) return;
  if (KEYS[event.key]?.()) event.preventDefault();
});

if (help) {
  const open = document.querySelector("[data-keys]");
  open.hidden = false;
  open.addEventListener("click", explain);
  help.querySelector("[data-close]").addEventListener("click", () => help.close());
  const off = help.querySelector("input");
  off.checked = !localStorage.getItem(OFF);
  off.addEventListener("change", () => off.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"));
}
// A link to a form leads into it; once the browser is done with moving to it, for that takes focus away.
addEventListener("load", () => setTimeout(() => {
  if (location.hash.startsWith("#form-")) into(document.getElementById(location.hash.slice(1)));
  if (location.hash === "#next") into(document.querySelector("#next ~ details.form[open]"));
}));
