// How a date was reached stands on a page of its own (parts/due.html leads there), and is shown beside the date.
document.addEventListener("toggle", async ({ target: drop }) => {
  const link = drop.open && drop.querySelector("[data-due]");
  if (!link) return;
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page && page.querySelector(".by-when");
  if (said) link.replaceWith(said);
}, true);
