// Single keys on the scoring page. They can be switched off, and never act while one is typing.

export function listenForKeys({ sheet, isOn, choose, mark, help }) {
  let minusAt = 0;
  const commands = {
    j: () => sheet.move(1),
    k: () => sheet.move(-1),
    n: () => sheet.nextUncoded(),
    i: () => choose("insufficient"),
    e: mark,
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=radio]), textarea, select, dialog, [contenteditable]")) return;
    if (event.key === "-") {
      minusAt = event.timeStamp;
      return;
    }
    if (/^\d$/.test(event.key)) {
      const sign = event.timeStamp - minusAt < 1500 && minusAt ? "-" : "";
      minusAt = 0;
      if (choose(sign + event.key)) event.preventDefault();
      return;
    }
    const command = commands[event.key];
    if (!command) return;
    event.preventDefault();
    command();
  });
}
