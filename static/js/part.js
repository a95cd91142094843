// What a link in a drop leads to is shown in the drop when it is opened: `data-part` says which part of that page.
// Without this the link leads there.
document.addEventListener("toggle", async ({ target: drop }) => {
  const link = drop.open && drop.querySelector("[data-part]");
  if (!link) return;
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page && page.querySelector(link.dataset.part);
  if (part) link.replaceWith(part);
}, true);
