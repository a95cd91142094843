// One box ticks all boxes of a list, and the button says how many are ticked. Without this one ticks them singly.
const all = document.querySelector("[data-tick-all]");
const boxes = [...document.querySelectorAll(".rows [data-row] input[type=checkbox]")];
const said = document.querySelector("[data-ticked]");

if (all && boxes.length) {
  const show = () => {
    const n = boxes.filter((box) => box.checked).length;
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    said.textContent = n ? ` (${n})` : "";
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
