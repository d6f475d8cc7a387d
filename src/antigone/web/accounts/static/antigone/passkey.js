// Passkeys: asks the browser to make or use one, and puts its answer into the form.
// Without this script the buttons stay hidden, and the code of an authenticator app works.
"use strict";

(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = async (options) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
    return {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      of: made,
    };
  };

  const use = async (options) => {
    const given = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    });
    return {
      clientDataJSON: text(given.response.clientDataJSON),
      authenticatorData: text(given.response.authenticatorData),
      signature: text(given.response.signature),
      of: given,
    };
  };

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const button = part.querySelector("[data-passkey-button]");
    const said = part.querySelector("[data-passkey-said]");
    const field = part.querySelector("input[type=hidden]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const form = field.form;
      const creates = part.dataset.passkey === "create";
      if (creates && !form.reportValidity()) return;
      try {
        const { of, ...response } = await (creates ? create : use)(JSON.parse(part.dataset.options));
        field.value = JSON.stringify({
          id: of.id, rawId: text(of.rawId), type: of.type, response, clientExtensionResults: {},
        });
        said.textContent = part.dataset.done;
        if (part.dataset.atOnce) form.requestSubmit();
      } catch {
        said.textContent = part.dataset.failed;
      }
    });
  }
})();
