// Writing a case with a script: mark selected words, go to the line of a finding, and never leave
// with unsaved words unasked. Without it the same form works by its buttons.

const form = document.getElementById("draft-form");
if (form) {
  document.documentElement.classList.add("scripted");
  for (const shown of document.querySelectorAll("[data-needs-script]")) shown.hidden = false;
  keepUnsaved(form);
  keepOpen();
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    const line = event.target.closest("a[data-line]");
    if (mark) markSelection(mark.dataset.mark);
    if (line) {
      event.preventDefault();
      goTo(line.dataset.text, Number(line.dataset.line), Number(line.dataset.column));
    }
  });
  const language = /^#text_(en|fr)$/.exec(window.location.hash);
  if (language && form.dataset.goLine) goTo(language[1], Number(form.dataset.goLine), 1);
  unfold();
  window.addEventListener("hashchange", unfold);
}

// Ask before the page is left with words that are not saved.
function keepUnsaved(form) {
  let isChanged = document.querySelector("[role=alert]:not([hidden])") !== null;
  const changed = () => { isChanged = true; };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "check") changed();
  });
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

// What was unfolded or chosen stays so when a part is brought up to date.
function keepOpen() {
  let open = [];
  let chosen = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("details[open][id]")].map((each) => each.id);
    chosen = new Map(markChoices().map((each) => [each.id, each.selectedOptions[0]?.dataset.name]));
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const each of markChoices()) {
      const name = chosen.get(each.id);
      const option = name && [...each.options].find((one) => one.dataset.name === name);
      if (option) option.selected = true;
    }
  });
}

function markChoices() {
  return [...document.querySelectorAll("select[id^=mark-]")];
}

// A link into a folded record opens it.
function unfold() {
  const target = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
  if (!target) return;
  for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  target.scrollIntoView({ block: "center" });
  if (target.matches("input, select, textarea")) target.focus();
}

// Select the place in the text, and scroll the text to it.
function goTo(language, line, column) {
  const area = document.getElementById(`text_${language}`);
  if (!area) return;
  const lines = area.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const start = Math.min(before + column - 1, area.value.length);
  const end = before + (lines[line - 1] || "").length;
  area.focus();
  area.setSelectionRange(start, Math.max(start, end));
  const share = area.value.length ? start / area.value.length : 0;
  area.scrollTop = Math.max(0, share * area.scrollHeight - area.clientHeight / 2);
  area.scrollIntoView({ block: "center" });
}

// Put `[` `]{#s-name}` around the selection, and tie the mark to the chosen fact.
function markSelection(language) {
  const area = document.getElementById(`text_${language}`);
  const said = document.querySelector(`[data-mark-said="${language}"]`);
  const option = document.getElementById(`mark-${language}`).selectedOptions[0];
  let { selectionStart: start, selectionEnd: end } = area;
  while (start < end && /\s/.test(area.value[start])) start += 1;
  while (end > start && /\s/.test(area.value[end - 1])) end -= 1;
  const words = area.value.slice(start, end);
  said.textContent = "";
  if (!words || !option?.dataset.name) {
    said.textContent = said.dataset.nothing;
    return;
  }
  if (/[[\]{}|\n]/.test(words)) {
    said.textContent = said.dataset.crossing;
    return;
  }
  const name = unusedName(option.dataset.name, area.value);
  area.setRangeText(`[${words}]{#${name}}`, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  if (!option.value) {
    document.getElementById("update-marks").click();
    return;
  }
  document.getElementById("tie-span").value = name;
  const facts = document.getElementById("tie-path");
  facts.value = option.value;
  document.getElementById("tie").click();
}

function unusedName(wanted, text) {
  if (!text.includes(`{#${wanted}}`)) return wanted;
  let number = 2;
  while (text.includes(`{#${wanted}-${number}}`)) number += 1;
  return `${wanted}-${number}`;
}
