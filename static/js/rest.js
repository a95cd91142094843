// A page that opens by itself after a press rests: its buttons send nothing until it has been on the screen for a
// moment, so that a second press does not sign what nobody has read. Neither does Enter, which submits as well.
// Loaded before the page is drawn: no button is there before its rest.
{
  const MOMENT = 2000; // milliseconds; second presses come within one
  let resting = true;
  let timer;

  const show = () => {
    for (const form of document.querySelectorAll("form[data-rest]")) {
      form.querySelector("[data-rest-why]").hidden = !resting;
      for (const button of form.querySelectorAll("button")) button.disabled = resting;
    }
  };
  const wake = () => {
    resting = false;
    show();
  };
  const wait = () => {
    clearTimeout(timer);
    if (resting && document.visibilityState === "visible") timer = setTimeout(wake, MOMENT);
  };

  addEventListener("submit", (event) => {
    if (!resting || !("rest" in event.target.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // js/once.js is not to take it for sent
  }, true);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("visibilitychange", wait);
  addEventListener("pageshow", wait);
}
