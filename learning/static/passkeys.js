/* <form data-passkey="make|use" action data-options>: asks the device, sends what it says, goes where the answer says. */
const post = (address, form, more) => {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return fetch(address, { method: "POST", body, credentials: "same-origin" });
};

const asked = async (form) => {
  const answer = await post(form.dataset.options, form, {});
  const options = await answer.json();
  if (!answer.ok) throw new Error(options.sentence);
  return form.dataset.passkey === "make"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[role=alert]");
    try {
      const credential = await asked(form);
      const answer = await post(form.action, form, { id: credential.id, answer: JSON.stringify(credential.toJSON()) });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.sentence);
      location.assign(told.next);
    } catch (fault) {
      said.textContent = fault.message || "The passkey could not be used.";
    }
  });
}
