// An open page keeps up: times move, and what others changed comes in, or is offered while somebody types.
const main = document.querySelector("main");
/** Where this page is looked at again: what answers a form stands at the form's own address, at which there is nothing to see. */
const own = main.dataset.page ?? location.pathname + location.search;
const note = document.querySelector("#live");
const live = (main.dataset.live || "").split(" "); // "swap": the page draws itself anew; "team": whatever changes in the team matters
const drift = main.dataset.now ? Date.now() - Date.parse(main.dataset.now) : 0; // of this machine's clock against the server's
const icon = document.querySelector("link[rel=icon]");
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
const soon = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
const changed = new Set();
let isLooking = false;
let isWanted = false;

const now = () => Date.now() - drift;

// As console/relative.py says it.
function relative(at) {
  const minutes = Math.trunc((at - now()) / 60_000);
  if (!minutes) return soon.format(0, "second");
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.trunc(minutes / 60);
  return Math.abs(hours) < 24 ? words.format(hours, "hour") : words.format(Math.sign(minutes) * Math.floor((Math.abs(minutes) + 720) / 1440), "day");
}

function move() {
  for (const time of main.querySelectorAll("time[data-relative]")) {
    const said = relative(Date.parse(time.dateTime));
    if (time.textContent !== said) time.textContent = said;
  }
  if (!("overdue" in main.dataset)) return;
  const late = [...main.querySelectorAll("time[data-due]")].filter((time) => Date.parse(time.dateTime) < now()).length;
  const more = main.dataset.overdue.endsWith("+") ? "+" : "";
  document.title = (late ? `(${late}${more}) ` : "") + document.title.replace(/^\(\d+\+?\) /, "");
  icon.href = late ? icon.dataset.late : icon.dataset.calm;
  if (late > parseInt(main.dataset.overdue, 10)) {
    main.dataset.overdue = late + more;
    look(); // it belongs further up now
  }
}

// What a page says, without what differs each time it is drawn.
function plain(page) {
  const copy = page.querySelector("main").cloneNode(true);
  copy.querySelectorAll("[data-relative], .kept").forEach((each) => each.remove());
  return copy.textContent.replace(/\s+/g, " ");
}

function isBusy() {
  const typed = (field) =>
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : field.options ? [...field.options].some((each) => each.selected !== each.defaultSelected && each.defaultSelected)
      : field.value !== field.defaultValue;
  const fields = [...main.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return fields.some((field) => field === document.activeElement || typed(field))
    || Boolean(document.querySelector("dialog[open]")) || !getSelection().isCollapsed;
}

// Draws the page anew around whoever reads it: focus, place and open folds stay.
function swap(fresh) {
  const links = () => [...main.querySelectorAll("a, button, summary")];
  const held = links().indexOf(document.activeElement);
  const href = document.activeElement.getAttribute("href");
  const open = [...main.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  const place = scrollY;
  const other = fresh.querySelector("main");
  for (const { name, value } of other.attributes) if (name.startsWith("data-") && name !== "data-now") main.setAttribute(name, value);
  main.replaceChildren(...other.childNodes);
  document.title = fresh.title;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held >= 0) (links().find((each) => href && each.getAttribute("href") === href) || links()[held] || main).focus({ preventScroll: true });
  scrollTo(scrollX, place);
  settle();
  move();
}

function settle() {
  changed.clear();
  note.replaceChildren();
}

function offer() {
  const again = document.createElement("a");
  again.href = own;
  again.textContent = note.dataset.refresh;
  note.replaceChildren((changed.size > 1 ? note.dataset.many : note.dataset.one).replace("{count}", changed.size), " · ", again);
}

async function look() {
  if (!own) return;
  if (isLooking) return void (isWanted = true);
  isLooking = true;
  try {
    const answer = await fetch(own, { headers: { Accept: "text/html", "X-By-Itself": "yes" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fresh.body.dataset.person !== document.body.dataset.person) location.reload();
    else if (plain(fresh) === plain(document)) settle();
    else if (live.includes("swap") && !isBusy()) swap(fresh);
    else offer();
  } catch {
    // away for a moment: the next change, or a reload, tells
  } finally {
    isLooking = false;
    if (isWanted) {
      isWanted = false;
      look();
    }
  }
}

function hear(told) {
  const shown = new Set([own.split("?")[0], ...[...main.querySelectorAll("a[href^='/cases/']")].map((link) => link.pathname)]
    .map((path) => path.split("/")[2]));
  const mine = live.includes("swap") ? told.cases : [];
  const team = live.includes("team") ? told.team : [];
  const here = [...told.cases, ...told.team].filter((number) => shown.has(number));
  for (const number of [...here, ...mine, ...team]) changed.add(number);
  if (told.notices && live.includes("swap")) changed.add("notices");
  if (told.everything) changed.add("everything");
  // after an API comes back, all screens look again: not all at once
  if (changed.size) setTimeout(look, told.everything ? Math.random() * 5_000 : 0);
}

if (document.body.dataset.person) {
  move();
  setInterval(move, 20_000);
  document.addEventListener("visibilitychange", () => document.hidden || (move(), changed.size && look()));
  addEventListener("pageshow", (event) => event.persisted && look());
  if (window.SharedWorker) {
    const { search } = new URL(import.meta.url);
    const feed = new SharedWorker(new URL(`feed.js${search}`, import.meta.url), { name: document.body.dataset.person });
    const here = () => document.hidden || feed.port.postMessage("here");
    feed.port.onmessage = ({ data }) => hear(data);
    document.addEventListener("visibilitychange", here);
    addEventListener("focus", here);
    addEventListener("pagehide", (event) => event.persisted || feed.port.postMessage("gone"));
    document.addEventListener("submit", ({ target }) =>
      target.getAttribute("action")?.endsWith("/sign-out") && feed.port.postMessage("stop"));
  }
}
