// Comfort on a case's page: colleagues by @ in notes, and from bracket to bracket in a draft. Both are plain text without it.
"use strict";

const colleagues = [...document.querySelectorAll("#mentions li")].map((each) => ({
  handle: each.dataset.handle,
  name: each.textContent,
}));
const CALLED = /(^|[^A-Za-z0-9._%+-])[@＠]([\p{L}0-9._-]*)$/u;
const MOST = 8;

function fitting(begun) {
  const wanted = begun.toLowerCase();
  return colleagues
    .filter(({ handle, name }) => handle.startsWith(wanted) || name.toLowerCase().includes(wanted))
    .slice(0, MOST);
}

class Mentions {
  constructor(area) {
    this.area = area;
    this.list = document.createElement("ul");
    this.list.className = "mentions";
    this.list.setAttribute("role", "listbox");
    this.list.id = `${area.id}-colleagues`;
    this.list.hidden = true;
    area.after(this.list);
    area.setAttribute("aria-controls", this.list.id);
    area.addEventListener("input", () => this.look());
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  before() {
    return this.area.value.slice(0, this.area.selectionStart);
  }

  look() {
    const called = CALLED.exec(this.before());
    const found = called ? fitting(called[2]) : [];
    this.list.replaceChildren(...found.map((person, place) => this.entry(person, place)));
    this.list.hidden = !found.length;
    this.choose(0);
  }

  entry({ handle, name }, place) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `${this.list.id}-${place}`;
    item.dataset.handle = handle;
    item.textContent = `${name} (${handle})`;
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(item);
    });
    return item;
  }

  choose(place) {
    const items = [...this.list.children];
    this.place = items.length ? (place + items.length) % items.length : 0;
    items.forEach((item, each) => item.setAttribute("aria-selected", String(each === this.place)));
    if (items.length) this.area.setAttribute("aria-activedescendant", items[this.place].id);
    else this.area.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.choose(this.place + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.place]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(item) {
    const before = this.before();
    const begins = before.length - CALLED.exec(before)[2].length;
    const called = `${item.dataset.handle} `;
    this.area.setRangeText(called, begins, before.length, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("textarea[data-mentions]").forEach((area) => new Mentions(area));

// A draft was asked for: the first thing that only the agent knows is selected, so that typing takes its place.
const BRACKETS = /【[^【】]*】|\[[^\[\]]*\]/;
function selectBracket(areas, after) {
  for (const [place, area] of areas.entries()) {
    const skipped = place ? 0 : after;
    const found = BRACKETS.exec(area.value.slice(skipped));
    if (!found) continue;
    area.focus();
    area.setSelectionRange(skipped + found.index, skipped + found.index + found[0].length);
    return true;
  }
  return false;
}
function selectFirstBracket() {
  selectBracket([...document.querySelectorAll("#form-contacts textarea")], 0);
}
// Tab leads to the next brackets, behind the last of them on to the next field as ever.
document.querySelector("#form-contacts form")?.addEventListener("keydown", (event) => {
  const area = event.target;
  if (event.key !== "Tab" || event.shiftKey || event.isComposing || area.tagName !== "TEXTAREA") return;
  const areas = [...area.form.querySelectorAll("textarea")];
  if (selectBracket(areas.slice(areas.indexOf(area)), area.selectionEnd)) event.preventDefault();
});
if (new URLSearchParams(location.search).has("draft")) {
  // after the browser has gone to the fragment, which takes the focus away
  addEventListener("load", () => setTimeout(selectFirstBracket));
}

// The time that is chosen for the next promise stands in the sentence that says by when. What is typed as an exact time is put
// there when the form is sent, as all of it is without this.
const OPEN_TIMES = { en: "[day and time]", "zh-CN": "【几号几点】" };
function sayTheTime(form) {
  const open = OPEN_TIMES[document.documentElement.lang];
  const area = form.elements.namedItem("parts.by_when");
  if (!area || !open) return;
  const told = (box) =>
    box?.type === "radio" && box.value ? box.closest("label").textContent.trim().split(" · ").pop() : open;
  const chosen = told(form.querySelector("input[name='next_promise.latest_by']:checked"));
  area.value = area.value.replace(open, () => chosen);
  let said = area.value.includes(chosen) ? chosen : open;
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "next_promise.latest_by" || !area.value.includes(said)) return;
    area.value = area.value.replace(said, () => told(target));
    said = told(target);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
document.querySelectorAll("#form-contacts form").forEach(sayTheTime);
