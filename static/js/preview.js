// The issue as it will be printed, beside the words being typed: pictures of the very PDF that saving would make.
// Only the pages in sight are asked for; while what is typed is not right, the last good pages stay.
const form = document.getElementById("compose");
const live = document.querySelector("[data-preview]");
const PAUSE = 150; // milliseconds after the last key

if (live) {
  const sheets = live.querySelector("[data-sheets]");
  const said = live.querySelector("[data-said]");
  const words = said.dataset;
  const seen = new Set();
  let version = 0, waiting, running;

  const named = (image, number, all) => { image.alt = words.page.replace("{n}", number).replace("{all}", all); };
  const read = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  const say = (what) => { said.textContent = words[what] || ""; live.classList.toggle("preview-old", Boolean(what)); };

  const resize = (all) => {
    while (sheets.children.length > all) sheets.lastElementChild.remove();
    while (sheets.children.length < all) {
      const page = document.createElement("img");
      Object.assign(page, { className: "sheet-page", width: 1000, height: 1414 });
      sheets.append(page);
      sight.observe(page);
    }
    [...sheets.children].forEach((page, n) => named(page, n + 1, all));
  };

  const draw = async (page, signal) => {
    const now = version, number = [...sheets.children].indexOf(page) + 1;
    const answer = await fetch(`${live.dataset.preview}${number}/`, { method: "POST", body: new FormData(form), signal });
    if (now !== version) return;
    if (answer.redirected || !answer.ok) {
      say({ 400: "wrong", 409: "late", 422: "template" }[answer.status] || "lost");
      return;
    }
    const image = await read(await answer.blob());
    if (now !== version) return;
    page.src = image;
    page.dataset.version = now;
    resize(Number(answer.headers.get("X-Pages")));
    say("");
  };

  // One page after the other, the uppermost in sight first; a page of an older version is drawn when it is met.
  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      for (const page of [...sheets.children]) {
        if (seen.has(page) && Number(page.dataset.version || 0) !== version) await draw(page, signal);
      }
    } catch (error) {
      if (error.name !== "AbortError") say("lost");
    }
  };

  const sight = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
    if (version) refresh();
  }, { rootMargin: "200px" });
  for (const page of sheets.children) sight.observe(page);

  form.addEventListener("input", () => {
    version += 1;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
}
