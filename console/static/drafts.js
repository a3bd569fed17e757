// What is typed into a form stays in this browser until it was accepted: through a restart of the API, a closed tab, a crash.
// Kept under the person's name; gone when they sign out, when somebody else signs in, or after three days.
const PREFIX = "draft:";
const AGE = 3 * 24 * 3600 * 1000; // over a weekend
const LONGEST = 200_000; // characters of one draft
const MOST = 40; // drafts; the oldest give way
const ACCEPTED = "ft_done.";
const body = document.body.dataset;
const mine = `${PREFIX}${body.person}:`;
const AS_DRAWN = new WeakMap(); // form → what stood in it when the page was drawn

const FRESH = new WeakMap(); // form → its own key, where it goes by that of a draft that was sent

const nameOf = (form) => mine + form.dataset.draft;
const keyOf = (form) => form.elements.namedItem("key");

function stored() {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || {};
  } catch {
    return {};
  }
}

const isBox = (field) => field.type === "checkbox" || field.type === "radio";
// A time may be ticked or typed: boxes and fields of one name are told apart.
const placeOf = (field) => (isBox(field) ? `${field.name}?` : field.name);

// Every field by its name, as a list of values; a box without a tick has none.
function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "password" || field.type === "file") continue;
    values[placeOf(field)] ??= [];
    if (!isBox(field) || field.checked) values[placeOf(field)].push(field.value);
  }
  return values;
}

function keep(form, isSent = false) {
  const values = valuesOf(form);
  const typed = JSON.stringify(values);
  if (typed === AS_DRAWN.get(form)) return localStorage.removeItem(nameOf(form));
  if (typed.length > LONGEST) return;
  const oldest = stored().sort((a, b) => (read(a).at || 0) - (read(b).at || 0));
  while (oldest.length >= MOST) localStorage.removeItem(oldest.shift());
  const draft = JSON.stringify({ at: Date.now(), key: keyOf(form)?.value, isSent, values });
  for (;;) {
    try {
      return localStorage.setItem(nameOf(form), draft);
    } catch {
      if (!oldest.length) return; // a browser that keeps nothing
      localStorage.removeItem(oldest.shift());
    }
  }
}

function fill(form, values) {
  const left = structuredClone(values);
  for (const field of form.elements) {
    const place = placeOf(field);
    if (!field.name || !(place in values) || field.type === "hidden") continue;
    if (isBox(field)) {
      field.checked = values[place].includes(field.value);
    } else if (left[place].length) {
      field.value = left[place].shift();
    }
  }
}

function bringBack(form) {
  const drawn = JSON.stringify(valuesOf(form));
  const { at, key, isSent, values } = read(nameOf(form));
  if (values && JSON.stringify(values) === drawn) return keep(form); // drawn with what was typed, under a key of its own
  AS_DRAWN.set(form, drawn);
  if (!values) return;
  fill(form, values);
  if (isSent) {
    // nobody heard whether it arrived: sent once more as it is, it is the same command
    FRESH.set(form, keyOf(form).value);
    keyOf(form).value = key;
  }
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const time = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", ...(Date.now() - at > 12 * 3600 * 1000 && { month: "short", day: "numeric" }),
  });
  const note = document.createElement("p");
  note.className = "kept";
  note.append(body.kept.replace("{at}", time.format(at)), " · ");
  const away = document.createElement("button");
  away.type = "button";
  away.className = "link";
  away.textContent = body.throwAway;
  away.addEventListener("click", () => {
    localStorage.removeItem(nameOf(form));
    fill(form, JSON.parse(drawn));
    note.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  note.append(away);
  form.prepend(note);
}

// The answer to an accepted form names its key in a cookie: only what was sent with that key is done with.
function letGoOfAccepted() {
  const keys = document.cookie.split("; ").filter((each) => each.startsWith(ACCEPTED))
    .map((each) => each.slice(ACCEPTED.length).split("=")[0]);
  for (const key of keys) {
    for (const name of stored()) if (read(name).key === key) localStorage.removeItem(name);
    document.cookie = `${ACCEPTED}${key}=; Max-Age=0; Path=/`;
  }
}

letGoOfAccepted();
for (const name of stored()) {
  const isOthers = body.person && !name.startsWith(mine);
  if (isOthers || !(Date.now() - read(name).at < AGE)) localStorage.removeItem(name);
}
if (body.person) {
  document.querySelectorAll("form[data-draft]").forEach(bringBack);
  const typed = (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    if (FRESH.has(form)) keyOf(form).value = FRESH.get(form);
    FRESH.delete(form);
    keep(form);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", ({ target: form }) => {
    if (form.dataset.draft) keep(form, true);
    if (form.getAttribute("action")?.endsWith("/sign-out")) stored().forEach((name) => localStorage.removeItem(name));
  });
}
