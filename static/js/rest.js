// A page that comes after a press rests: for a moment its forms send nothing, so that a second press, meant for
// what was on the screen before, does nothing to what stands in its place now. Neither does Enter, which submits as
// well. A form whose text has to be read first (data-rest) rests for longer, however its page has come, and says so.
// Loaded before the page is drawn: no button is there before its rest.
{
  const MOMENT = 1000, READING = 2000; // milliseconds on the screen; second presses come within one second
  const MARK = "pressed";
  const kept = (work) => {
    try { return work(sessionStorage); } catch { return null; } // a browser that keeps nothing
  };
  const pressed = kept((of) => of.getItem(MARK));
  kept((of) => of.removeItem(MARK));
  const put = new Set(); // the buttons that rest
  let seen = 0, timers = [];

  const rest = (form) => ("rest" in form.dataset ? READING : pressed ? MOMENT : 0);
  const resting = (form) => form.matches("main form[method=post]") && rest(form) > seen;
  const show = () => {
    for (const form of document.querySelectorAll("main form[method=post]")) {
      const why = form.querySelector("[data-rest-why]");
      if (why) why.hidden = !resting(form);
      for (const button of [...form.elements].filter((e) => e.type === "submit")) {
        if (resting(form) && !button.disabled) put.add(button);
        if (put.has(button)) button.disabled = resting(form);
      }
    }
  };
  const wake = (after) => {
    seen = after;
    show();
  };
  const wait = () => {
    timers.forEach(clearTimeout);
    if (document.visibilityState !== "visible") return;
    timers = [MOMENT, READING].filter((after) => after > seen).map((after) => setTimeout(wake, after - seen, after));
  };

  addEventListener("submit", (event) => {
    if (resting(event.target)) {
      event.preventDefault();
      event.stopImmediatePropagation(); // js/once.js is not to take it for sent
    } else if (event.target.method === "post") kept((of) => of.setItem(MARK, "yes"));
  }, true);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("visibilitychange", wait);
  addEventListener("pageshow", wait);
}
