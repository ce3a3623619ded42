// Marking the sentence that decides an item: by key, mouse or touch. Without this file a list of
// the sentences at the end of the sheet does the same.

import { fill } from "./sheet.js";

export function markSentences({ page, sheet, words, post, say, announce }) {
  const pane = page.querySelector("[data-pane-name=case]");
  const bar = page.querySelector("[data-mark-bar]");
  const choice = bar.querySelector("select");
  const quote = bar.querySelector("[data-mark-quote]");
  const { language, url } = bar.dataset;
  const passages = gather(pane);
  const places = [...passages.keys()];
  let current = null;
  let cameFrom = null;
  page.classList.add("can-mark");

  // What is open on the sheet; the first question while its items are not asked yet.
  const asked = () => {
    const items = sheet.form.querySelector("[data-items]");
    return (!items.hidden && sheet.active?.dataset.question) || "eligibility";
  };
  const heading = () => choice.selectedOptions[0].textContent.trim();
  const text = (place) => passages.get(place).map((part) => part.textContent).join("").replace(/\s+/g, " ").trim();

  function show(place) {
    for (const part of passages.get(current) || []) part.classList.remove("is-chosen");
    current = place;
    bar.hidden = place === null;
    if (place === null) return;
    for (const part of passages.get(place)) part.classList.add("is-chosen");
    passages.get(place)[0].scrollIntoView({ block: "nearest" });
    quote.textContent = text(place);
    announce(text(place));
  }

  function choose(place) {
    if (current === null) choice.value = asked();
    show(place);
  }

  function close() {
    show(null);
    if (cameFrom) cameFrom.focus();
    cameFrom = null;
  }

  async function send(question, place, on) {
    try {
      const { status, body } = await post(url, { "mark-question": question, "mark-place": place, on: on ? "1" : "" });
      if (status !== 200) return say(body.message || words.notMarked);
      list(question, body.marks);
      announce(on ? fill(words.marked, { item: sheet.part(question).dataset.heading }) : words.takenOff);
    } catch {
      say(words.notMarked);
    }
  }

  async function mark() {
    await send(choice.value, `${language} ${current}`, true);
    close();
  }

  // What is marked for a question, with a button to take each off.
  function list(question, marks) {
    const box = sheet.part(question).querySelector("[data-marks]");
    box.replaceChildren(...marks.map((one) => {
      const line = document.createElement("p");
      const said = document.createElement("q");
      said.textContent = one.words;
      said.lang = one.language;
      const off = document.createElement("button");
      off.type = "button";
      off.className = "plain";
      off.dataset.takeOff = one.key;
      off.textContent = words.takeOff;
      line.append(said, " ", off);
      return line;
    }));
    underline();
  }

  function underline() {
    const marked = new Set();
    for (const off of sheet.form.querySelectorAll("[data-take-off]")) {
      const [, spoken, place] = off.dataset.takeOff.split(" ");
      if (spoken === language) marked.add(place);
    }
    for (const [place, parts] of passages) {
      for (const part of parts) part.classList.toggle("own-mark", marked.has(place));
    }
  }

  // The key: the selected words, else the sentence that is chosen, else begin to choose.
  function key() {
    const selected = selectedPlace(passages);
    if (selected) {
      choice.value = asked();
      show(selected);
      window.getSelection().removeAllRanges();
      mark();
    } else if (current !== null) {
      mark();
    } else {
      cameFrom = document.activeElement;
      page.querySelector("[data-show-pane=case]")?.click();
      pane.focus({ preventScroll: true });
      choose(firstVisible(passages) || places[0]);
      announce(`${fill(words.chooseSentence, { item: heading() })} ${text(current)}`);
    }
  }

  pane.addEventListener("click", (event) => {
    const part = event.target.closest("[data-sentence], tbody tr[id]");
    if (!part || event.target.closest("a, button, select") || String(window.getSelection())) return;
    choose(part.dataset.sentence || part.id);
  });
  pane.addEventListener("keydown", (event) => {
    if (current === null || event.target.closest("select, button")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) show(places[Math.min(Math.max(places.indexOf(current) + step, 0), places.length - 1)]);
    else if (event.key === "Enter") mark();
    else return;
    event.preventDefault();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current !== null) close();
  });
  bar.querySelector("[data-mark]").addEventListener("click", mark);
  bar.querySelector("[data-mark-close]").addEventListener("click", close);
  sheet.form.addEventListener("click", (event) => {
    const off = event.target.closest("[data-take-off]");
    if (!off) return;
    event.preventDefault();
    const [question, ...place] = off.dataset.takeOff.split(" ");
    send(question, place.join(" "), false);
  });
  underline();
  return { key };
}

// Anchor to the parts of a sentence, or to the row of a table, in the order of the text.
function gather(pane) {
  const found = new Map();
  for (const part of pane.querySelectorAll("[data-sentence], tbody tr[id]")) {
    const place = part.dataset.sentence || part.id;
    found.set(place, [...(found.get(place) || []), part]);
  }
  return found;
}

function selectedPlace(passages) {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  for (const [place, parts] of passages) {
    if (parts.some((part) => range.intersectsNode(part) && part.textContent.trim())) return place;
  }
  return null;
}

function firstVisible(passages) {
  for (const [place, [part]] of passages) {
    const { top, bottom } = part.getBoundingClientRect();
    if (top >= 80 && bottom <= window.innerHeight) return place;
  }
  return null;
}
