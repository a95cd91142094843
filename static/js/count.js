// Counts characters as people do (code points, not UTF-16 units) under every textarea[data-count].
// data-count holds the limit; empty means maxlength, else 1,500. The words come from data-count-words: "{n} / {limit}".
// An element [data-count-total] shows the sum over all of them; there white space is left out, as committees count.
const areas = [...document.querySelectorAll("textarea[data-count]")];
const totals = [...document.querySelectorAll("[data-count-total]")];
const length = (text) => [...(totals.length ? text.replace(/\s/gu, "") : text)].length;
const show = (place, words, n, limit) => {
  place.textContent = words.replace("{n}", n).replace("{limit}", limit);
  place.classList.toggle("count-over", n > limit);
};
const showTotal = () => {
  const n = areas.reduce((sum, area) => sum + length(area.value), 0);
  for (const total of totals) show(total, total.dataset.countWords, n, Number(total.dataset.countTotal));
};

for (const area of areas) {
  const limit = Number(area.dataset.count) || (area.maxLength > 0 ? area.maxLength : 1500);
  const shown = document.createElement("output");
  shown.className = "count";
  shown.htmlFor = area.id;
  area.after(shown);
  const count = () => {
    show(shown, area.dataset.countWords || "{n} / {limit}", length(area.value), limit);
    showTotal();
  };
  area.addEventListener("input", count);
  count();
}
