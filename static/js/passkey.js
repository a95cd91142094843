// Lets the browser make or use a passkey as the form asks, and sends what it answers.
const form = document.querySelector("form[data-passkey]");
const { publicKey } = JSON.parse(form.dataset.passkey);
const ways = {
  make: () => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) }),
  sign: () => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }),
};
const without = form.querySelector("[data-passkey-without]");
if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) without.hidden = true;
let answered = false;
form.addEventListener("submit", async (event) => {
  if (answered) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // nothing is sent yet: no script may take it for that
  try {
    const credential = await ways[form.dataset.passkeyWay]();
    form.elements.credential.value = JSON.stringify(credential.toJSON());
  } catch {
    without.hidden = false; // called off, or there is none here
    return;
  }
  answered = true;
  form.requestSubmit();
}, { capture: true });
