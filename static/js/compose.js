// The order of an issue by dragging or by arrows; the number fields keep it and the preview follows.
// Without this the numbers are typed. Words that are not saved are not left behind without a question.
const form = document.getElementById("compose");
const list = document.querySelector("[data-pieces]");
const paper = document.querySelector(".preview .paper");
let dirty = Boolean(document.querySelector(".problem"));

form.addEventListener("input", () => { dirty = true; });
form.addEventListener("submit", () => { dirty = false; });
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

const note = form.elements.note;
note?.addEventListener("input", () => {
  if (!paper) return;
  const lines = note.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const shown = paper.querySelector("[data-note]");
  shown.parentElement.hidden = !lines.length;
  shown.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
});

if (list) {
  const said = document.querySelector("[data-pieces-said]");
  const title = (row) => row.querySelector("a").textContent;
  const colophon = paper.querySelector(".colophon");
  const place = (row) => Number(row.querySelector("input").value);
  const follow = () => {
    for (const row of list.children) colophon.before(paper.querySelector(`section[data-piece="${row.dataset.piece}"]`));
  };
  const renumber = (moved) => {
    [...list.children].forEach((row, n) => { row.querySelector("input").value = n + 1; });
    follow();
    said.textContent = `${title(moved)}: ${[...list.children].indexOf(moved) + 1} / ${list.children.length}`;
    dirty = true;
  };

  for (const row of list.children) {
    row.querySelector(".piece-place").append(document.getElementById("piece-moves").content.cloneNode(true));
    row.draggable = true;
    for (const button of row.querySelectorAll("[data-move]")) {
      button.querySelector("span").append(title(row));
      button.addEventListener("click", () => {
        if (button.dataset.move === "up") row.previousElementSibling?.before(row);
        else row.nextElementSibling?.after(row);
        renumber(row);
        button.focus();
      });
    }
  }
  list.append(...[...list.children].sort((a, b) => place(a) - place(b))); // as typed, after an error
  list.classList.add("pieces-live");
  follow();

  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-piece]");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-piece]");
    if (!dragged || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("dragend", () => {
    dragged.classList.remove("dragged");
    renumber(dragged);
    dragged = null;
  });
}
