// Fields of a form that come with what they depend on: without script, all of them stand there.
const fieldOf = (box) => box.closest(`[id="div_id_${box.name}"]`);
const prefix = (box) => box.name.slice(0, box.name.lastIndexOf("-") + 1);
const value = (form, name) => new FormData(form).getAll(name).filter(Boolean);

// data-with="grade=planned" comes with one of these answers, data-with="due_on" with any; never goes with words in it.
const depending = (box) => {
  const [name, answers] = box.dataset.with.split("=");
  const field = fieldOf(box);
  const show = () => {
    const given = value(box.form, prefix(box) + name);
    const meant = answers ? given.some((each) => answers.split(" ").includes(each)) : given.length > 0;
    field.hidden = !meant && !value(box.form, box.name).length && !field.querySelector(".is-invalid");
  };
  for (const event of ["input", "change"]) box.form.addEventListener(event, show);
  show();
};

// data-find="By name": of a long list of boxes those that are ticked, and those whose names one types.
const MANY = 8;
const finding = (box) => {
  const list = fieldOf(box);
  const rows = [...list.querySelectorAll(".form-check")];
  if (rows.length <= MANY) return;
  const typed = document.createElement("input");
  Object.assign(typed, { type: "search", className: "form-control mb-2", placeholder: box.dataset.find });
  typed.setAttribute("aria-label", `${list.querySelector("legend, label").textContent.trim()}: ${box.dataset.find}`);
  const show = () => {
    const words = typed.value.trim().toLowerCase();
    for (const row of rows) {
      const meant = words && row.textContent.toLowerCase().includes(words);
      row.hidden = !meant && !row.querySelector("input").checked;
    }
  };
  rows[0].parentElement.before(typed);
  typed.addEventListener("input", show);
  typed.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.form.addEventListener("change", show);
  show();
};

const alike = (one, other) => one.name === other.name && one.form === other.form;
const firsts = (name) =>
  [...document.querySelectorAll(`[data-${name}]`)].filter((box, n, all) => all.findIndex((b) => alike(b, box)) === n);
firsts("with").forEach(depending);
firsts("find").forEach(finding);
