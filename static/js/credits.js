// Joint authors: whoever writes into the last row gets another one below it. Without this two rows stand ready.
for (const list of document.querySelectorAll("[data-credits]")) {
  list.addEventListener("input", () => {
    const rows = [...list.querySelectorAll(".credit")];
    const last = rows.at(-1);
    if (![...last.querySelectorAll("input")].some((box) => box.value)) return;
    const next = last.cloneNode(true);
    for (const box of next.querySelectorAll("input")) {
      box.value = "";
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
    }
    last.after(next);
  });
}
