// Says aloud and on the page when a change could not be sent. Pages work without this file.
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
})();
