// The browser's side. What Twilio Verify sends and takes is the JSON form of WebAuthn, which browsers read and write.

const status = document.getElementById("status");

async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
}

async function register(name) {
  const options = await ask("/register/start", { name });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  await ask("/register/finish", credential.toJSON());
}

async function logIn(name) {
  const options = await ask("/login/start", { name });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await ask("/login/finish", credential.toJSON());
}

function explain(error) {
  if (error.name === "NotAllowedError") return "That was canceled, or there is no passkey for it on this device.";
  return error.message;
}

// Does it once at a time; then the page is the one of somebody who is signed in, or it says why not.
function when(id, event, action) {
  const element = document.getElementById(id);
  element?.addEventListener(event, async (happened) => {
    happened.preventDefault();
    const buttons = document.querySelectorAll("button");
    status.textContent = "";
    buttons.forEach((button) => (button.disabled = true));
    try {
      await action(element);
      location.reload();
    } catch (error) {
      status.textContent = explain(error);
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}

when("login", "click", () => logIn());
when("login-by-name", "submit", (form) => logIn(form.elements.name.value));
when("register", "submit", (form) => register(form.elements.name.value));
when("register-another", "click", () => register());
