// Counts characters as people do (code points, not UTF-16 units) in every [data-count], which holds the limit: under
// a textarea all the time, under a line once there are too many. A part of a text has words of its own,
// data-count-words: "{n}"; an element [data-count-total] shows the sum of all parts, and there white space is left
// out, as committees count. How many are too many is said in the words of <body data-too-many>.
const boxes = [...document.querySelectorAll("[data-count]")];
const parts = boxes.filter((box) => box.dataset.countWords);
const totals = [...document.querySelectorAll("[data-count-total]")];
const length = (box) => [...(totals.length && parts.includes(box) ? box.value.replace(/\s/gu, "") : box.value)].length;
const show = (place, words, n, limit) => {
  const over = n > limit ? [document.body.dataset.tooMany.replace("{n}", n - limit)] : [];
  place.textContent = [words.replace("{n}", n).replace("{limit}", limit), ...over].join(" · ");
  place.classList.toggle("count-over", n > limit);
};
const showTotal = () => {
  const n = parts.reduce((sum, part) => sum + length(part), 0);
  for (const total of totals) show(total, total.dataset.countWords, n, Number(total.dataset.countTotal));
};

for (const box of boxes) {
  const limit = Number(box.dataset.count);
  const shown = document.createElement("output");
  shown.className = "count";
  shown.htmlFor = box.id;
  box.after(shown);
  const count = () => {
    const n = length(box);
    show(shown, box.dataset.countWords || "{n} / {limit}", n, limit);
    shown.hidden = box.tagName !== "TEXTAREA" && n <= limit;
    showTotal();
  };
  box.addEventListener("input", count);
  count();
}
