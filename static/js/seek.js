// / and Ctrl-K lead to the search at the top. Who has turned single letters off (js/keys.js) keeps Ctrl-K.
const box = document.getElementById("search");
const single = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing && single();
  const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!box || !(slash || command)) return;
  event.preventDefault();
  document.querySelector(".menu-switch")?.setAttribute("open", "");
  box.focus();
  box.select();
});
