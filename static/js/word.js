// A Word file dropped on the small form at the top of a new report is sent at once.
const form = document.querySelector(".from-word");
const over = (yes) => form.classList.toggle("from-word-over", yes);

for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    over(name === "dragover");
  });
}
form.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  form.elements.word.files = event.dataTransfer.files;
  form.requestSubmit();
});
