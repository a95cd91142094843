// A file goes to the server as soon as it is chosen, and is kept there with the form until that is sent. Each
// one says beside its name how far it is, that it is kept, or why it is not; none of them holds up another.
// Without this script files are sent with the form, and kept the same way where something else is wrong with it.
const post = (address, body, progress) => new Promise((done) => {
  const line = new XMLHttpRequest();
  line.open("POST", address);
  line.setRequestHeader("Accept", "application/json");
  line.upload.addEventListener("progress", ({ loaded, total }) => progress?.(loaded / total));
  line.addEventListener("loadend", () => {
    let told = null;
    try { told = JSON.parse(line.responseText); } catch { /* the sign-in page, or none at all */ }
    done({ status: line.status, told });
  });
  line.send(body);
});

const hand = (box) => {
  const input = box.querySelector("[type=file]");
  const list = box.querySelector("[data-kept-files]");
  const { form } = input;
  const words = box.dataset;
  const left = []; // {file, row}, not with the server yet
  let flight = null;

  const body = (file) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (file) data.set("file", file);
    return data;
  };
  const begin = (file) => {
    const row = document.createElement("li");
    list.append(row);
    if (file.size > Number(words.most)) return refuse(row, words.tooLarge.replace("{}", file.name));
    say(row, words.sending.replace("{}", file.name), document.createElement("progress"));
    left.push({ file, row });
  };
  const say = (row, text, ...more) => row.replaceChildren(text, " ", ...more);
  const refuse = (row, why) => {
    row.className = "file-refused";
    say(row, why);
  };

  // One after the other. Returns once each is kept, refused, or waits for the network.
  const send = () => flight ||= (async () => {
    while (left.length) {
      const [{ file, row }] = left;
      const bar = document.createElement("progress");
      say(row, words.sending.replace("{}", file.name), bar);
      const { status, told } = await post(words.files, body(file), (part) => { bar.value = part; });
      if (!status || status >= 500) {
        say(row, words.waiting.replace("{}", file.name));
        break;
      }
      left.shift();
      if (told?.html) show(row, told.html);
      else if (told?.why) refuse(row, told.why);
      else refuse(row, status === 413 ? words.tooLarge.replace("{}", file.name) : words.out.replace("{}", file.name));
    }
    flight = null;
  })();
  const show = (row, html) => {
    row.remove();
    for (const kept of list.querySelectorAll("[data-remove]")) kept.closest("li").remove();
    list.insertAdjacentHTML("afterbegin", html);
    buttons();
    form.dispatchEvent(new CustomEvent("filed"));
  };
  const buttons = () => {
    for (const tick of list.querySelectorAll("input[data-remove]")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-sm btn-link", textContent: words.remove });
      button.dataset.remove = tick.dataset.remove;
      button.append(tick.closest("label").querySelector(".visually-hidden"));
      button.addEventListener("click", async () => {
        const { told } = await post(button.dataset.remove, body());
        if (told) button.closest("li").remove();
        input.focus();
      });
      tick.closest("label").replaceWith(button);
    }
  };

  buttons();
  input.addEventListener("change", () => {
    for (const file of input.files) begin(file);
    input.value = "";
    send();
  });
  addEventListener("online", send);
  addEventListener("beforeunload", (event) => { if (left.length) event.preventDefault(); });
  form.addEventListener("submit", async (event) => {
    if (!left.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await (flight || send());
    if (left.length) list.scrollIntoView({ block: "center" }); // nothing is sent without it
    else form.requestSubmit(event.submitter);
  }, { capture: true });
};

for (const box of document.querySelectorAll("[data-files]")) hand(box);
