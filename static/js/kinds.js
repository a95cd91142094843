// Of the kinds of handling that a page explains, leaves the one that follows from the units that are ticked.
const kinds = document.querySelector("[data-kinds]");
const form = kinds?.closest("form");
const ticked = (...names) =>
  new Set(names.flatMap((name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value)));

const show = () => {
  const leads = ticked("lead", "other");
  const helpers = [...ticked("co")].filter((unit) => !leads.has(unit));
  const kind = leads.size > 1 ? "split" : helpers.length ? "joint" : leads.size ? "alone" : "";
  for (const line of kinds.children) line.hidden = Boolean(kind) && line.dataset.kind !== kind;
};

if (kinds && form) {
  form.addEventListener("change", show);
  show();
}
