// Runs before the first paint, therefore no module: light or dark as chosen here, else as the system says.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* private window */ } };
  const show = () => { root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light"); };

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
        keep(root.dataset.bsTheme);
      });
    }
  });
})();
