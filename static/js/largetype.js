// Large type in the reading room. The control is a link (?large=1) that works by itself; here it needs no new page.
const paper = document.querySelector(".paper");
const control = document.querySelector("[data-largetype]");
const remembered = () => { try { return localStorage.getItem("large") === "1"; } catch { return false; } };
const show = (large) => {
  paper.classList.toggle("paper-large", large);
  control.setAttribute("aria-pressed", large);
};

if (paper && control) {
  control.setAttribute("role", "button");
  show(remembered() || paper.classList.contains("paper-large"));
  const flip = (event) => {
    event.preventDefault();
    const large = !paper.classList.contains("paper-large");
    show(large);
    try { localStorage.setItem("large", large ? "1" : "0"); } catch { /* private window */ }
  };
  control.addEventListener("click", flip);
  control.addEventListener("keydown", (event) => { if (event.key === " ") flip(event); });
}
