// Nothing is sent twice: after the first submit the form's buttons rest until the page is shown again.
// A form whose answer is a file leaves the page as it is: give it data-again.
const buttons = (form) => [...form.elements].filter((e) => e.type === "submit");
const rest = (form, yes) => {
  form.toggleAttribute("data-sent", yes);
  for (const button of buttons(form)) button.setAttribute("aria-disabled", yes);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "again" in form.dataset || event.defaultPrevented) return;
  if (form.hasAttribute("data-sent")) event.preventDefault();
  else rest(form, true);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => rest(f, false)));
