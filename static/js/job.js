// A file that is being made: its page is asked again until it is ready, as long as somebody looks at it.
const EVERY = 2000, LOOKED_AT = 300; // milliseconds; times, as a page that asks for ever keeps a session for ever
const here = () => document.getElementById("job");
let left = LOOKED_AT;

const look = async () => {
  if (!document.hidden) {
    left -= 1;
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.getElementById("job");
    if (now && now.innerHTML !== here().innerHTML) {
      const focused = here().contains(document.activeElement);
      here().replaceWith(now);
      if (focused) now.querySelector("a, button")?.focus();
    }
  }
  if (left && "open" in here().dataset) setTimeout(look, EVERY);
};
if ("open" in here().dataset) setTimeout(look, EVERY);
