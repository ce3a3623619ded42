// Says aloud and on the page when a change could not be sent, and leaves nothing of one person on
// the device for the next. Pages work without this file.
(() => {
  "use strict";

  function announce(kind) {
    const region = document.getElementById("trouble");
    if (!region) return;
    region.textContent = region.dataset[kind] || "";
    region.hidden = !region.textContent;
  }

  document.addEventListener("htmx:sendError", () => announce("offline"));
  document.addEventListener("htmx:timeout", () => announce("offline"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403 || status === 401) announce("signedOut");
    else if (status !== 409) announce("refused");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) announce("none");
  });

  // After a part was swapped in, the keyboard goes on from its heading or its first error.
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.elt.querySelector("[aria-invalid=true], [data-focus]");
    if (target) target.focus();
  });

  // Answers that could not be sent wait here for whoever gave them (training/outbox.js).
  const KEPT = "plumbline-answers-";
  function forget(isForgotten) {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(KEPT) && isForgotten(key)) localStorage.removeItem(key);
      }
    } catch {
      // Nothing can be kept on this device.
    }
  }

  const { person } = document.body.dataset;
  if (person) forget((key) => !key.startsWith(`${KEPT}${person}-`));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) forget(() => true);
  });
})();
