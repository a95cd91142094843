// A filter that was picked applies by itself. What was typed, and what the arrow keys pass over, waits for the button.
for (const form of document.querySelectorAll("form.filters")) {
  let keyed = false;
  form.addEventListener("keydown", () => { keyed = true; });
  form.addEventListener("pointerdown", () => { keyed = false; });
  form.addEventListener("change", (event) => {
    if (!keyed && event.target.matches("select, [type=date], [type=checkbox]")) form.requestSubmit();
  });
  form.addEventListener("formdata", ({ formData }) => { // what is empty need not stand in the address
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
