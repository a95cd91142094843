// Joint authors: a name that was not chosen from the list is told so. Whoever writes into the last row gets another one below it. Without this two rows stand ready.
for (const list of document.querySelectorAll("[data-credits]")) {
  const add = () => {
    const rows = list.querySelectorAll(".credit");
    const next = rows[rows.length - 1].cloneNode(true);
    next.querySelector("[data-stays]").hidden = true;
    for (const box of next.querySelectorAll("input")) {
      box.value = "";
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
    }
    rows[rows.length - 1].after(next);
  };
  const offered = new Set([...list.querySelectorAll("option")].map((option) => option.value));
  const tell = (row) => {
    const name = row.querySelector("input").value.trim();
    row.querySelector("[data-stays]").hidden = !name || offered.has(name);
  };
  list.addEventListener("change", ({ target }) => tell(target.closest(".credit")));
  list.addEventListener("input", ({ target }) => {
    const row = target.closest(".credit");
    if (!row.querySelector("[data-stays]").hidden) tell(row);
    const last = [...list.querySelectorAll(".credit")].at(-1);
    if ([...last.querySelectorAll("input")].some((box) => box.value)) add();
  });
  list.closest("form").addEventListener("restore", ({ detail }) => {
    const { name } = list.querySelector("input");
    const rows = detail.words.filter(([field]) => field === name).length;
    if (detail.words.some(([field, word]) => field === name && word)) list.open = true;
    while (list.querySelectorAll(".credit").length < rows) add();
    setTimeout(() => list.querySelectorAll(".credit").forEach(tell));  // when the words stand in the boxes
  });
}
