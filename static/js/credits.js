// Joint authors: whoever writes into the last row gets another one below it. Without this two rows stand ready.
for (const list of document.querySelectorAll("[data-credits]")) {
  const add = () => {
    const rows = list.querySelectorAll(".credit");
    const next = rows[rows.length - 1].cloneNode(true);
    for (const box of next.querySelectorAll("input")) {
      box.value = "";
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
    }
    list.append(next);
  };
  list.addEventListener("input", () => {
    const last = [...list.querySelectorAll(".credit")].at(-1);
    if ([...last.querySelectorAll("input")].some((box) => box.value)) add();
  });
  list.closest("form").addEventListener("restore", ({ detail }) => {
    const { name } = list.querySelector("input");
    const rows = detail.words.filter(([field]) => field === name).length;
    while (list.querySelectorAll(".credit").length < rows) add();
  });
}
