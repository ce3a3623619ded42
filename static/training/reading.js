// The feedback page: the width of the case file, the switch on narrow screens, folded items that a
// link leads into.

import { arrangePanes } from "./panes.js";

const page = document.querySelector("[data-reading]");
for (const part of page.querySelectorAll("[data-needs-script]")) part.hidden = false;

const unfold = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  if (target && target.matches("details")) target.open = true;
};
window.addEventListener("hashchange", unfold);
unfold();
arrangePanes(page);

// Paper shows everything.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...page.querySelectorAll("details:not([open])")];
  for (const part of folded) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});
