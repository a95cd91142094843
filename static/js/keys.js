// j and k walk through the rows of .rows, enter follows the row's first link or button, x ticks its box.
// Whoever speaks to the machine needs single letters for that: parts/keys.html turns them off (WCAG 2.1.4).
const rows = [...document.querySelectorAll(".rows [data-row]")];
const typing = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]");

const store = { get: () => { try { return localStorage.getItem("keys"); } catch { return null; } },
  set: (value) => { try { localStorage.setItem("keys", value); } catch { /* private window */ } } };
let on = store.get() !== "off";

const go = (to) => {
  const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
  for (const other of rows) other.classList.toggle("here", other === row);
  row.querySelector("a, button").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

const left = location.hash && rows.find((row) => row.id === location.hash.slice(1)); // the row one comes back to
if (left) left.classList.add("here");

document.addEventListener("keydown", (event) => {
  if (!on || !rows.length || typing(event)) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const here = rows.findIndex((row) => row.classList.contains("here"));
  if (event.key === "j") go((at < 0 ? here : at) + 1);
  if (event.key === "k") go((at < 0 ? here : at) - 1);
  if (event.key === "Enter" && at < 0 && here >= 0) rows[here].querySelector("a, button").click();
  if (event.key === "x") rows[at < 0 ? here : at]?.querySelector("input[type=checkbox]")?.click();
});

for (const hint of document.querySelectorAll("[data-keys]")) {
  const [off, again] = hint.querySelectorAll("button");
  const show = () => { hint.hidden = !rows.length; off.hidden = !on; again.hidden = on; };
  for (const button of [off, again]) {
    button.addEventListener("click", () => {
      on = button === again;
      store.set(on ? "on" : "off");
      show();
      (on ? off : again).focus();
    });
  }
  show();
}
