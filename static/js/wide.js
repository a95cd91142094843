// A table that is wider than the page scrolls in a box, where its head stays. One that fits scrolls with the page.
const measure = new ResizeObserver((entries) => {
  for (const { target: sheet } of entries) sheet.classList.toggle("fits", sheet.scrollWidth <= sheet.clientWidth);
});
for (const sheet of document.querySelectorAll(".sheet:has(> .table)")) measure.observe(sheet);
