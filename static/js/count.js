// Counts characters as people do (code points, not UTF-16 units) under every textarea[data-count].
// data-count holds the limit; empty means maxlength, else 1,500. The words come from data-count-words: "{n} / {limit}".
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const limit = Number(area.dataset.count) || (area.maxLength > 0 ? area.maxLength : 1500);
  const words = area.dataset.countWords || "{n} / {limit}";
  const shown = document.createElement("output");
  shown.className = "count";
  shown.htmlFor = area.id;
  area.after(shown);
  const count = () => {
    const n = [...area.value].length;
    shown.textContent = words.replace("{n}", n).replace("{limit}", limit);
    shown.classList.toggle("count-over", n > limit);
  };
  area.addEventListener("input", count);
  count();
}
