// The ground brings the office's standard words with it, and what the author will read stands below as one types.
// Without this a button fetches the words, and the first press of the other one shows them before they are sent.
const place = document.querySelector("[data-preview]");
const { reason, note, previewed } = place?.closest("form").elements ?? {};
const standard = Object.fromEntries([...document.querySelectorAll("[data-standard] p")].map((p) => [p.dataset.ground, p.textContent]));

if (place) {
  const box = place.querySelector(".note > div");
  const lines = () => note.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const show = () => {
    previewed.value = `${reason.value}\n${note.value}`;
    place.hidden = !reason.value || !lines().length;
    box.querySelector("strong").textContent = reason.value && reason.selectedOptions[0].textContent;
    box.replaceChildren(box.querySelector("strong"), ...lines().map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
  const use = (also) => {
    const words = standard[reason.value] ?? "";
    const typed = note.value.trim();
    if (!typed || Object.values(standard).includes(typed)) note.value = words || typed;
    else if (also && !typed.includes(words)) note.value = `${typed}\n${words}`;
    note.dispatchEvent(new Event("input", { bubbles: true }));
  };
  note.addEventListener("input", show);
  reason.addEventListener("change", () => use(false));
  place.closest("form").querySelector("[data-use-words]").addEventListener("click", (event) => {
    event.preventDefault();
    use(true);
  });
  const send = document.querySelector("[data-send]");
  send.textContent = send.dataset.send;
  show();
}
