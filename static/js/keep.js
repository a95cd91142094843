// No word is lost. What is typed into a form that has a textarea is put on this device with every key, and on the
// server soon after: with data-save as the draft of a report, with data-unsent as what its writer has begun and not
// sent, found again on any device. The copy on the device goes as soon as the server has confirmed those very words.
// A form is known by where it is sent, a report's by its key (data-keep).
//
// So on the device there is only what no server has: words typed without network, after the session ended, or
// in the last second before the browser died. They stay at sign-out, because they exist nowhere else, and are
// shown to nobody but the person who typed them. Each window keeps a copy of its own; a lock says whether the
// window still lives, and a copy whose window is gone is taken up by the next page it belongs to, and named on
// the desk, where it can be read and deleted.
//
// Others may listen: "saved" {pk, version, saved_at, url} after each confirmed saving; "restore" {words} before
// words are put back, to make room for them. Who changes a field by script sends "input".
const PAUSE = 600, LONGEST = 3000, PATIENCE = 20_000, SLOWEST = 60_000, DISK = 3000, DAY = 86_400_000; // milliseconds
const MOST_MARKS = 40;
const ONE_OF_MANY = new Set(["checkbox", "radio", "select-multiple"]);

const forms = [...document.querySelectorAll("form[method=post]")].filter((form) => form.querySelector("textarea:not([readonly])"));
const unsaved = document.querySelector("[data-unsaved]");
const { user, posted } = document.body.dataset; // "" for a stranger; "yes" where the page answers what was sent
// What stands in a form without being typed. Of a stranger, who may share this device with others, neither name
// nor phone nor consent is kept.
const isOwn = ({ type, autocomplete, dataset }) =>
  (type === "hidden" && !("row" in dataset)) || type === "password" || (!user && (type === "checkbox" || autocomplete));
const random = () => [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
const clock = (when) => {
  const at = new Date(when);
  const shown = at.toDateString() === new Date().toDateString() ? "toLocaleTimeString" : "toLocaleString";
  return at[shown](document.documentElement.lang, { hourCycle: "h23" });
};

// ---- The copies on this device: {id, user, of, address, title, key, version, saves, covered, at, words} ------
// IndexedDB and not localStorage, which a browser writes to the disk only seconds later.
let opening = null;
const open = () => opening ||= new Promise((done) => {
  try {
    const asked = indexedDB.open("zhitongche", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("copies", { keyPath: "id" }).createIndex("user", "user");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  } catch { done(null); } // a private window
});
let here = true; // whether this browser keeps copies
// "relaxed" is with the operating system within a millisecond and outlives a killed browser; "strict" waits for
// the disk and outlives a power cut, at times a tenth of a second later: with every key, and at every pause.
// A disk that hangs holds nothing up: after a while the work goes on without it.
const within = (work, durability = "relaxed") => new Promise((done) => {
  const end = (kept, found) => { clearTimeout(patience); here = kept; done(found); };
  const patience = setTimeout(end, DISK, false);
  open().then((database) => {
    const transaction = database.transaction("copies", "readwrite", { durability });
    const asked = work(transaction.objectStore("copies"));
    transaction.oncomplete = () => end(true, asked?.result);
    transaction.onabort = () => end(false); // the disk is full
  }).catch(() => { opening = null; end(false); }); // a private window, or closed meanwhile by the browser
});
// Runs once no living window holds this copy; from then on this one does.
const whenFree = (id, work) => {
  if (!navigator.locks) work();
  else navigator.locks.request(id, () => { work(); return new Promise(() => {}); });
};
const all = async () => ((await within((copies) => copies.index("user").getAll(user))) || []).sort((a, b) => b.at - a.at);
const again = (copy) => within((copies) => copies.get(copy.id));

const note = (name, copy, place) => {
  const shown = document.getElementById(`keep-${name}`).content.firstElementChild.cloneNode(true);
  const title = copy.words.find(([field]) => field === "title")?.[1];
  shown.querySelector("[data-when]").textContent = clock(copy.at);
  const link = shown.querySelector("a");
  if (link) { link.href = copy.address; link.textContent = title || copy.title || link.textContent; }
  place.append(shown);
  place.hidden = false;
  return shown;
};
// Wherever the matter has gone meanwhile, who wrote the words can read them here.
const list = (copy) => whenFree(copy.id, async () => {
  const left = await again(copy);
  if (!left) return;
  const shown = note("elsewhere", left, unsaved);
  shown.querySelector("textarea").value = left.words.map(([, value]) => value).filter(isText).join("\n\n");
  shown.querySelector("[data-drop]").addEventListener("click", async () => {
    await within((copies) => copies.delete(left.id), "strict");
    shown.remove();
  });
});
const isText = (value) => value.length > 20 || /[^\x00-\x7f]/.test(value); // and not what was chosen

// ---- One form --------------------------------------------------------------------------------------------------
const keep = (form) => {
  const line = form.querySelector("[data-kept]") || lineOf(form);
  const { version, saves, key } = form.elements;
  const isNew = version?.value === "0";
  const shownVersion = Number(version?.value || 0);
  const home = new URL(form.getAttribute("action") || location.pathname + location.search, location.href);
  const copy = {
    id: random(), user, of: form.dataset.keep || home.pathname + home.hash,
    address: home.pathname + home.search + home.hash, title: form.dataset.keep ? "" : heading(),
    key: key?.value, version: shownVersion, saves: [], covered: "", at: Date.now(), words: [],
  };
  const { save: asDraft, unsent, token } = form.dataset;
  const begun = unsent ? JSON.parse(form.dataset.begun) : {}; // of a form: what the server keeps, and on which saving
  if (unsent) hidden(form, "unsent", token);
  const standsOn = unsent && hidden(form, "unsent_on", begun.stands_on);
  copy.on = begun.stands_on;
  let typed = 0, confirmed = 0; // how often the words changed; at which of these the server confirmed them
  let touched = false, byHand = false, choosing = false, gone = false, passing = false, pressed = false;
  let flight = null, timer = 0, since = 0, pause = 0, notBefore = 0;

  const say = (name, words = "") => {
    const trouble = !["saving", "saved"].includes(name);
    line.setAttribute("aria-live", trouble ? "polite" : "off");
    line.classList.toggle("kept-trouble", trouble);
    line.textContent = line.dataset[trouble && !here && name !== "other" ? "bare" : name].replace("{}", words);
    if (name === "out") {
      line.append(" ", Object.assign(document.createElement("a"), { href: copy.address, textContent: line.dataset.door }));
    }
  };
  const words = () => {
    const own = new Set([...form.elements].filter(isOwn).map(({ name }) => name));
    return [...new FormData(form)].filter(([name, value]) => !own.has(name) && typeof value === "string");
  };
  const store = (durability) => {
    copy.words = words();
    return within((copies) => copies.put({ ...copy }), durability);
  };
  const forget = () => within((copies) => copies.delete(copy.id));
  const mark = () => {
    copy.covered = random();
    copy.saves = [...copy.saves, copy.covered].slice(-MOST_MARKS);
    if (saves) saves.value = copy.saves.join(" ");
  };
  const stand = (on) => {
    copy.version = on;
    if (version) version.value = on;
  };

  const changed = () => {
    typed += 1;
    copy.covered = "";
    copy.at = Date.now();
    store();
    plan();
  };
  const plan = () => {
    if (!(asDraft || unsent) || choosing || gone) return;
    since ||= Date.now();
    const wait = Math.max(Math.min(PAUSE, since + LONGEST - Date.now()), notBefore - Date.now(), 0);
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  // One saving at a time; what is typed meanwhile goes with the next one.
  const save = async (leaving) => {
    if (!(asDraft || unsent) || flight || choosing || gone || pressed || typed === confirmed) return;
    flight = send(leaving === true);
    const retry = await flight;
    flight = null;
    if (typed !== confirmed && retry) plan();
  };
  const send = async (leaving) => {
    const at = typed;
    clearTimeout(timer);
    since = 0;
    mark();
    await store("strict"); // whoever dies now can still tell the own words on the server from another's
    const body = unsent ? asUnsent() : new FormData(form);
    for (const field of form.querySelectorAll("[type=file][name]")) body.delete(field.name);
    if (!pause) say("saving"); // else what was wrong stands until it is right
    const keepalive = leaving && JSON.stringify(copy.words).length < 15_000; // of 64 KB that browsers allow
    const answer = await post(asDraft || unsent, body, { keepalive, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer) return failed("offline");
    if (answer.out) return failed("out");
    if (answer.status >= 500) return failed("busy");
    pause = notBefore = 0;
    if (answer.told?.html) return choose(answer.told.html, answer.told.version);
    if (answer.told?.begun) return another(answer.told.begun);
    if (!answer.ok || !answer.told) return refused(answer.told?.errors);
    return taken(answer.told, at);
  };
  const asUnsent = () => {
    const body = new FormData();
    const said = { kept_words: JSON.stringify(copy.words), page: heading().slice(0, 200), key: copy.key || "" };
    const known = { version: copy.version, stands_on: copy.on, saves: copy.saves.join(" ") };
    for (const [name, value] of Object.entries({ ...said, ...known })) body.set(name, value);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return body;
  };
  const standOn = (on) => { standsOn.value = copy.on = on; };
  const taken = (told, at) => {
    confirmed = at;
    copy.saves = [];
    if (unsent) standOn(told.stands_on);
    else {
      stand(told.version);
      if (saves) saves.value = "";
      copy.address = told.url;
      if (location.pathname !== told.url) history.replaceState(null, "", told.url);
    }
    const [partly] = Object.entries(told.errors || {});
    if (typed === at && !partly) forget();
    else { copy.covered = ""; store(); }
    if (partly) say("partly", `${partly[0]}: ${partly[1][0]}`);
    else say("saved", clock(told.saved_at));
    form.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: told }));
    return true;
  };
  const failed = (why) => {
    pause = Math.min(SLOWEST, (pause || PAUSE) * 2);
    notBefore = Date.now() + pause;
    say(why);
    return true;
  };
  const refused = (errors) => { // until something is typed
    const [label, [first]] = Object.entries(errors || { "": [""] })[0];
    say(first ? "refused" : "broken", label ? `${label}: ${first}` : first);
    return false;
  };

  // ---- Another text on the server: both are shown, and the person chooses ------------------------------------
  const choose = (html, newest) => {
    choosing = true;
    say("other");
    if (html) {
      document.querySelector("[data-both]")?.remove();
      form.querySelector("[data-both-place]").insertAdjacentHTML("afterbegin", html);
    }
    const both = document.querySelector("[data-both]");
    for (const button of both.querySelectorAll("[data-take]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const field = form.elements[button.dataset.take];
        field.value = both.querySelector(`[data-other=${button.dataset.take}]`).value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }
    const mine = both.querySelector("[data-mine]");
    if (mine) mine.type = "button"; // not what Enter presses
    mine?.addEventListener("click", () => {
      stand(newest); // seen, and decided
      choosing = false;
      both.remove();
      changed();
      if (form.dataset.save) save();
      else form.requestSubmit();
    });
    both.querySelector("[data-theirs]")?.addEventListener("click", (event) => {
      event.preventDefault();
      leave(event.target.href);
    });
    return false;
  };
  // The page itself shows both where an older text is sent to it; an older version is never saved.
  const compare = async () => {
    const body = new FormData(form);
    body.set("version", 0);
    const answer = await post(location.href, body, {});
    const both = answer?.text && new DOMParser().parseFromString(answer.text, "text/html").querySelector("[data-both]");
    if (both) choose(both.outerHTML, Number(both.dataset.version));
  };

  // Of a form that is not sent yet: one is shown at a time, and what stands in the boxes is what is sent.
  const another = (theirs) => {
    choosing = true;
    say("other");
    const shown = note("newer", theirs, notes());
    shown.querySelector("button").addEventListener("click", async () => {
      await flight;
      shown.remove();
      const aside = { ...copy, id: random(), words: words(), on: theirs.stands_on };
      await within((copies) => copies.put(aside), "strict");
      forget();
      goOn(theirs);
      choosing = false;
      takeUp(aside);
    });
    return false;
  };
  const goOn = (theirs) => {
    touched = true;
    byHand = false;
    confirmed = typed;
    copy.saves = [];
    standOn(theirs.stands_on);
    putBack(theirs);
    note("begun", theirs, notes()).querySelector("[data-drop]").addEventListener("click", discard);
  };
  const discard = async () => {
    gone = true;
    await flight;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (unsent) await post(form.dataset.dropUnsent, body, {});
    leave(copy.address);
  };
  const findBegun = () => {
    const known = begun.words && JSON.stringify(begun.words) === JSON.stringify(words());
    if (posted && (!begun.words || begun.posted === String(begun.stands_on))) changed(); // what was sent is newer
    else if (begun.words && !known && posted) another(begun);
    else if (begun.words && !known) goOn(begun);
  };

  // ---- Words that were left behind ---------------------------------------------------------------------------
  const putBack = (left) => {
    form.dispatchEvent(new CustomEvent("restore", { bubbles: true, detail: { words: left.words } }));
    fill(left.words);
    form.dispatchEvent(new Event("change"));
    if (key) key.value = copy.key = left.key || (saves ? left.of : key.value); // sent perhaps, and then the same once more
    stand(left.version);
    if (!asDraft && left.version !== shownVersion && form.querySelector("[data-both-place]")) compare();
  };
  const restore = (left) => {
    touched = true;
    copy.of = left.of;
    copy.saves = left.saves;
    notes().querySelector("[data-begun]")?.remove();
    putBack(left);
    const button = note("back", left, notes()).querySelector("[data-drop]");
    if (asDraft) button.remove(); // there the draft is what one deletes
    else button.addEventListener("click", discard);
    changed();
    within((copies) => copies.delete(left.id));
    save();
  };
  const notes = () => form.querySelector("[data-keep-notes]") || notesOf(form);
  const leave = async (address) => {
    gone = true;
    await forget();
    go(address);
  };
  const fill = (left) => {
    const values = new Map(left.map(([name]) => [name, left.filter((pair) => pair[0] === name)]));
    for (const field of form.elements) {
      if (!field.name || isOwn(field) || ["file", "submit", "button"].includes(field.type)) continue;
      const given = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.some(([, value]) => value === field.value);
      else if (field.type === "select-multiple") for (const o of field.options) o.selected = given.some(([, v]) => v === o.value);
      else if (given.length) [, field.value] = given.shift();
      field.dispatchEvent(new Event("input")); // for counters; it does not bubble
      if (field.value && field.type === "textarea") field.closest("details")?.setAttribute("open", "");
    }
    if (!saves) return;
    const asked = new Set([...form.elements].filter(({ type }) => ONE_OF_MANY.has(type)).map(({ name }) => name));
    for (const [name, value] of [...values.values()].flat()) { // rows that this page does not have
      if (asked.has(name)) continue;
      const row = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      row.dataset.row = "";
      form.append(row);
    }
  };
  const takeUp = (copyLeft) => whenFree(copyLeft.id, async () => {
    const left = await again(copyLeft);
    if (!left) return; // saved, or taken up elsewhere
    const drop = () => within((copies) => copies.delete(left.id));
    const goesOn = unsent && !byHand && left.on === begun.stands_on; // from what the server keeps
    if (left.covered && left.covered === (form.dataset.saved || begun.mark)) drop();
    else if (!saves && !touched && JSON.stringify(left.words) === JSON.stringify(words())) {
      if (posted) changed(); // sent, and not taken
      drop();
    }
    else if (!touched || goesOn) restore(left);
    else {
      const shown = note("other", left, notes());
      shown.querySelector("button").addEventListener("click", async () => {
        await flight;
        shown.remove();
        const aside = { ...copy, id: random(), words: words() };
        const only = typed !== confirmed; // what stands in the boxes is nowhere else
        if (only) await within((copies) => copies.put(aside));
        restore(left);
        if (only) takeUp(aside);
      });
    }
  });
  const start = async () => {
    whenFree(copy.id, () => {});
    const both = document.querySelector("[data-both]");
    if (both) {
      stand(0); // not decided yet: any button, and any later window, shows both again
      choose("", shownVersion);
    }
    if ("bound" in form.dataset) changed(); // sent, and not taken
    if (unsent) findBegun();
    for (const left of (await all()).filter(({ id }) => id !== copy.id)) {
      if (!user && left.at < Date.now() - DAY) within((copies) => copies.delete(left.id));
      else if (left.of === copy.of || (isNew && !left.version && left.address === copy.address)) takeUp(left);
      else if (unsaved && !left.title) list(left);
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    touched = byHand = true;
    changed();
  });
  form.addEventListener("filed", () => { if (asDraft) changed(); }); // so that there is a draft to find it with
  // The form's own buttons, so that neither a dead line nor a closed door takes the page away.
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (passing) return;
    event.preventDefault();
    if (pressed) return;
    pressed = true;
    await flight;
    clearTimeout(timer);
    mark();
    if (typed || saves) await store("strict");
    say("saving");
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const answer = await post(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, body, {});
    pressed = answer?.ok;
    if (!answer) failed("offline");
    else if (answer.out) failed("out");
    else if (answer.status >= 500) failed("busy");
    else if (answer.told?.url) await leave(answer.told.url);
    else {
      passing = true; // the page that says what is wrong
      form.requestSubmit(button);
    }
    if (!gone && !passing) plan();
  });
  addEventListener("online", () => { notBefore = 0; if (typed !== confirmed) plan(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  addEventListener("beforeunload", (event) => { if (!here && typed !== confirmed && !gone && !passing) event.preventDefault(); });
  start();
};

// {ok, status, out, told, text}, or nothing where no answer came. A redirect can only lead to the sign-in page.
const post = async (address, body, more) => {
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, ...more });
    const text = await answer.text();
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    const out = answer.type === "opaqueredirect" || answer.status === 403;
    return { ok: answer.ok, status: answer.status, out, text, told: json ? JSON.parse(text) : null };
  } catch {
    return null;
  }
};

const hidden = (form, name, value) => {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(field);
  return field;
};
const heading = () => [...document.querySelectorAll("h1, .trail a")].map((e) => e.textContent.trim()).reverse().join(" · ");
const lineOf = (form) => {
  const line = document.getElementById("keep-line").content.firstElementChild.cloneNode(true);
  ([...form.querySelectorAll(".acts")].at(-1) || form).append(line);
  return line;
};
const notesOf = (form) => {
  const place = document.createElement("div");
  place.dataset.keepNotes = "";
  const first = form.querySelector("textarea:not([readonly])");
  (first.closest("[id^=div_id_]") || first).before(place);
  return place;
};
// Also to another place of this very page, as it is now.
const go = (address) => {
  const there = new URL(address, location.href);
  location.assign(there);
  if (there.hash && there.pathname + there.search === location.pathname + location.search) location.reload();
};

for (const form of forms) keep(form);
if (!forms.length && unsaved) all().then((copies) => copies.forEach(list));
