// The browser's side of passkeys. What Twilio Verify sends and takes is the JSON form of WebAuthn.

const refusal = document.getElementById("refusal");

async function ask(path, body = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
}

async function make() {
  const options = await ask("/passkeys/make/start");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  await ask("/passkeys/make/finish", credential.toJSON());
}

async function logIn() {
  const options = await ask("/passkeys/log-in/start");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await ask("/passkeys/log-in/finish", credential.toJSON());
}

function explain(error) {
  if (error.name === "NotAllowedError") return "That was canceled, or there is no passkey for it on this device.";
  if (error.name === "InvalidStateError") return "There is a passkey of yours on this device already.";
  return error.message;
}

// Does it once at a time; then it is the account's page that is shown, or this one says why not.
function when(id, action) {
  const button = document.getElementById(id);
  button?.addEventListener("click", async () => {
    refusal.textContent = "";
    button.disabled = true;
    try {
      await action();
      location.assign("/");
    } catch (error) {
      refusal.textContent = explain(error);
      button.disabled = false;
      button.focus();
    }
  });
}

when("make-passkey", make);
when("log-in-with-passkey", logIn);
