// A piece whose end came into view has been read. Without this the reader says so with the button.
const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    fetch(target.action, { method: "POST", body: new FormData(target), redirect: "manual", keepalive: true });
  }
}, { threshold: 1 });
const start = () => {
  for (const form of document.querySelectorAll("[data-read]")) {
    if (form.querySelector("button")) watch.observe(form);
  }
};

// A browser that draws the page in advance, in case somebody opens it, has shown it to nobody.
if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
else start();
