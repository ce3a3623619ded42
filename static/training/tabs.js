// One tab of this browser works on a case; a second one of the same case only shows it.

const ANSWER_MS = 400;
const HANDOVER_MS = 3000;

export function oneTabWorks({ key, beforeYielding, onReadOnly }) {
  if (!("BroadcastChannel" in window)) return { takeOver() {} };
  const channel = new BroadcastChannel(`plumbline-case-${key}`);
  const claim = `plumbline-claim-${key}`;
  let works = false;

  channel.onmessage = async ({ data }) => {
    if (data === "anyone?" && works) channel.postMessage("here");
    if (data === "here" && !works) onReadOnly();
    if (data === "take over" && works) {
      works = false;
      onReadOnly();
      await beforeYielding();
      channel.postMessage("yours");
    }
  };

  if (sessionStorage.getItem(claim)) {
    // This tab was reloaded to take over, or to show what the other one had saved.
    sessionStorage.removeItem(claim);
    works = true;
  } else {
    channel.postMessage("anyone?");
    let answered = false;
    channel.addEventListener("message", ({ data }) => { answered ||= data === "here"; });
    setTimeout(() => { works = !answered; }, ANSWER_MS);
  }

  return {
    // Ask the other tab to save and stop, then show the newest state here.
    takeOver() {
      const reload = () => {
        sessionStorage.setItem(claim, "1");
        window.location.reload();
      };
      const timer = setTimeout(reload, HANDOVER_MS);
      channel.addEventListener("message", ({ data }) => {
        if (data !== "yours") return;
        clearTimeout(timer);
        reload();
      });
      channel.postMessage("take over");
    },
  };
}
