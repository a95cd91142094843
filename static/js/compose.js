// The order of an issue by dragging or by arrows; the number fields keep it, and the preview follows them.
// Without this the numbers are typed.
const form = document.getElementById("compose");
const list = document.querySelector("[data-pieces]");

if (list) {
  const said = document.querySelector("[data-pieces-said]");
  const title = (row) => row.querySelector("a").textContent;
  const place = (row) => Number(row.querySelector("input").value);
  const renumber = (moved) => {
    [...list.children].forEach((row, n) => { row.querySelector("input").value = n + 1; });
    said.textContent = `${title(moved)}: ${[...list.children].indexOf(moved) + 1} / ${list.children.length}`;
    form.dispatchEvent(new Event("input"));
  };

  // With a finger, a pen or a mouse alike: the row follows the pointer and takes the place it is over. The
  // document listens, because a row that changes its place loses the pointer.
  const drag = (row) => {
    const before = [...list.children].indexOf(row);
    const move = (event) => {
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-piece]");
      if (!over || over === row) return;
      const box = over.getBoundingClientRect();
      over[event.clientY < box.top + box.height / 2 ? "before" : "after"](row);
    };
    const drop = () => {
      row.classList.remove("dragged");
      document.removeEventListener("pointermove", move);
      for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, drop);
      if (before !== [...list.children].indexOf(row)) renumber(row);
    };
    row.classList.add("dragged");
    document.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, drop);
  };

  for (const row of list.children) {
    row.querySelector(".piece-place").append(document.getElementById("piece-moves").content.cloneNode(true));
    row.querySelector(".piece-grip").addEventListener("pointerdown", (event) => { event.preventDefault(); drag(row); });
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
}
