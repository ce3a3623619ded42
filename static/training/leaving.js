// In a personal exam: tell the server that the page went out of sight, so that it can be counted.
// Going on to another page of the program is no leaving.

export function countLeaving(url, token) {
  let isGoingOn = false;
  window.addEventListener("pagehide", () => { isGoingOn = true; });
  window.addEventListener("pageshow", () => { isGoingOn = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || isGoingOn) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    navigator.sendBeacon(url, body);
  });
}
