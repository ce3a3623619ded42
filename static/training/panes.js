// The two panes: their width on a wide screen, which one shows on a narrow one.

const WIDTH = "plumbline-case-width";

export function arrangePanes(page) {
  const slider = page.querySelector("[data-pane-width]");
  const setWidth = (percent) => page.style.setProperty("--case-width", `${percent}%`);
  const stored = readWidth();
  if (stored) {
    slider.value = stored;
    setWidth(stored);
  }
  slider.addEventListener("input", () => {
    setWidth(slider.value);
    try {
      localStorage.setItem(WIDTH, slider.value);
    } catch {
      // Not remembered on this device.
    }
  });

  const buttons = [...page.querySelectorAll("[data-show-pane]")];
  const show = (pane) => {
    page.dataset.pane = pane;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.showPane === pane));
  };
  const places = {};
  for (const button of buttons) {
    button.addEventListener("click", () => {
      places[page.dataset.pane] = window.scrollY;
      show(button.dataset.showPane);
      window.scrollTo(0, places[page.dataset.pane] || 0);
    });
  }
  show(page.dataset.pane || "case");
  // A link into the other pane opens that pane first.
  const follow = () => {
    const target = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
    const pane = target && target.closest("[data-pane-name]");
    if (!pane) return;
    show(pane.dataset.paneName);
    // What does not fit the screen shows from its beginning.
    target.scrollIntoView({ block: target.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  };
  window.addEventListener("hashchange", follow);
  follow();
}

function readWidth() {
  try {
    const width = Number(localStorage.getItem(WIDTH));
    return width >= 30 && width <= 75 ? width : 0;
  } catch {
    return 0;
  }
}
