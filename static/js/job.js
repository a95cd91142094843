// A file that is being made: its page is asked again until it is ready, as long as somebody looks at it.
const EVERY = 2000, MOST = 300; // milliseconds; times, as a page that asks for ever keeps a session for ever
const job = document.getElementById("job");
let left = MOST;

const show = (now) => {
  if (now.textContent === job.textContent) return;
  const focused = job.contains(document.activeElement);
  if (!("open" in now.dataset)) { // said aloud; how far it is is not, each time
    job.setAttribute("role", "status");
    delete job.dataset.open;
  }
  job.replaceChildren(...now.childNodes);
  if (focused) job.querySelector("a, button")?.focus();
};
const look = async () => {
  if (!document.hidden) {
    left -= 1;
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.getElementById("job");
    if (now) show(now);
  }
  wait();
};
const wait = () => left && "open" in job.dataset && setTimeout(look, EVERY);
wait();
