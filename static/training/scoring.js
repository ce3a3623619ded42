// The scoring page: every change is saved by itself. Without this file the page's own Save and
// Hand in buttons do the same work.

import { showTimeLeft } from "./clock.js";
import { listenForKeys } from "./keys.js";
import { markSentences } from "./marking.js";
import { countLeaving } from "./leaving.js";
import { Outbox } from "./outbox.js";
import { arrangePanes } from "./panes.js";
import { fill, Sheet } from "./sheet.js";
import { oneTabWorks } from "./tabs.js";

const page = document.querySelector("[data-scoring]");
const form = document.getElementById("sheet");
const words = JSON.parse(document.getElementById("scoring-words").textContent);
const state = page.querySelector("[data-saved-state]");
const spoken = page.querySelector("[data-spoken]");
const sheet = new Sheet(form, words);
let handingIn = false;

const say = (text) => { state.textContent = text; };
const announce = (text) => { spoken.textContent = text; };

async function post(url, fields) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const reply = await fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  const isJson = (reply.headers.get("Content-Type") || "").startsWith("application/json");
  return { status: reply.status, body: isJson ? await reply.json() : {} };
}

function send(question, entry) {
  return post(form.dataset.autosave, {
    question,
    [`${question}-value`]: entry.value,
    [`${question}-reason`]: entry.reason,
    [`${question}-revision`]: entry.revision,
  });
}

const outbox = new Outbox({
  key: `${document.body.dataset.person}-${form.dataset.key}`,
  send,
  on: {
    saving: () => say(words.saving),
    saved(question, body, isLast) {
      sheet.setRevision(question, body.revision);
      trouble(question, "");
      if (isLast) say(fill(words.saved, { when: body.saved_at }));
    },
    waiting: (why) => say(words[why]),
    conflict: showConflict,
    refused: (question, body) => { trouble(question, body.message); say(words.notSaved); },
    stopped(status, body) {
      say(body.message || (status === 0 || status === 403 ? words.signedOut : words.notSaved));
      if (body.message) sheet.setReadOnly();
    },
  },
});

function trouble(question, text) {
  const place = sheet.part(question).querySelector("[data-trouble]");
  place.textContent = text;
  place.hidden = !text;
  return place;
}

// Two answers to one question: show both, let the person choose, lose neither.
function showConflict(question, mine, { theirs, revision, message }) {
  const place = trouble(question, message);
  if (sheet.part(question).matches("details")) sheet.part(question).open = true;
  const choices = document.createElement("div");
  choices.className = "actions";
  choices.append(
    button(fill(words.keepHere, { answer: sheet.wording(question, mine.value) }), () => {
      sheet.show(question, mine);
      sheet.setRevision(question, revision);
      outbox.put(question, { ...mine, revision });
    }),
    button(fill(words.takeOther, { answer: sheet.wording(question, theirs.value) }), () => {
      sheet.show(question, theirs);
      sheet.setRevision(question, revision);
      trouble(question, "");
      say(words.tookOther);
    }),
  );
  place.append(choices);
  say(words.notSaved);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function changed(question) {
  const answer = sheet.answer(question);
  sheet.refresh();
  if (answer.value) outbox.put(question, answer);
}

form.addEventListener("change", ({ target }) => {
  const part = target.closest("[data-question]");
  if (!part) return;
  changed(part.dataset.question);
  if (target.type === "radio") announce(`${part.dataset.heading}: ${target.dataset.wording}`);
  if (part.dataset.question === "eligibility" && target.value === "yes") sheet.open(sheet.items[0], { focus: false });
});

// Answers that were quicker than this file.
for (const radio of form.querySelectorAll("[data-question] input[type=radio]:checked")) {
  if (!radio.defaultChecked) changed(radio.closest("[data-question]").dataset.question);
}

let typing = null;
form.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-reason] textarea")) return;
  clearTimeout(typing);
  typing = setTimeout(() => changed(target.closest("[data-question]").dataset.question), 1000);
});

// Enter on a choice would press the form's first button.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.type === "radio") event.preventDefault();
});

// The active item is the one last opened or worked in.
form.addEventListener("focusin", ({ target }) => {
  const item = target.closest("details[data-question]");
  if (item) sheet.active = item;
});

function choose(value) {
  const item = sheet.active;
  if (!item || !item.open || form.querySelector("[data-items]").disabled) return false;
  const radio = [...item.querySelectorAll("input[type=radio]")].find((one) => one.value === value);
  if (!radio) return false;
  radio.focus();
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  if (value === "insufficient") item.querySelector("[data-reason] textarea").focus();
  return true;
}

// Hand in only what the server has: send what waits first, and once.
form.addEventListener("submit", async (event) => {
  if (handingIn === "ready") {
    handingIn = "sent";
    return;
  }
  event.preventDefault();
  if (handingIn) return;
  handingIn = true;
  await outbox.flush();
  if (!outbox.isEmpty) {
    handingIn = false;
    say(words.cannotHandIn);
    announce(words.cannotHandIn);
    return;
  }
  handingIn = "ready";
  // A task of its own: a form ignores a request to submit while its submit event is still going.
  setTimeout(() => form.requestSubmit(event.submitter));
});
window.addEventListener("pageshow", () => { handingIn = false; });

const keysOn = page.querySelector("[data-single-keys]");
keysOn.addEventListener("change", () => {
  page.classList.toggle("keys-off", !keysOn.checked);
  post(keysOn.dataset.url, { on: keysOn.checked ? "1" : "" }).catch(() => say(words.offline));
});
const helpDialog = document.getElementById("keys-help");
const help = () => helpDialog.showModal();
page.querySelector("[data-help]").addEventListener("click", help);
helpDialog.querySelector("[data-close]").addEventListener("click", () => helpDialog.close());
const marks = markSentences({ page, sheet, words, post, say, announce });
listenForKeys({ sheet, isOn: () => keysOn.checked, choose, mark: marks.key, help });

page.querySelector("[data-previous]").addEventListener("click", () => sheet.move(-1));
page.querySelector("[data-next]").addEventListener("click", () => sheet.nextUncoded());
for (const link of form.querySelectorAll("[data-open-item]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    sheet.open(sheet.part(link.dataset.openItem));
  });
}

const tabs = oneTabWorks({
  key: form.dataset.key,
  beforeYielding: () => outbox.flush(),
  onReadOnly() {
    sheet.setReadOnly();
    page.querySelector("[data-other-tab]").hidden = false;
    say(words.readOnly);
  },
});
page.querySelector("[data-take-over]").addEventListener("click", () => tabs.takeOver());

const timer = page.querySelector("[data-timer]");
if (timer) {
  showTimeLeft({ place: timer, announce, words, onOver: () => outbox.flush().then(() => sheet.setReadOnly()) });
}

if (page.dataset.left) countLeaving(page.dataset.left, form.elements.csrfmiddlewaretoken.value);

arrangePanes(page);
for (const part of page.querySelectorAll("[data-needs-script]")) part.hidden = false;
for (const part of page.querySelectorAll("[data-without-script]")) part.hidden = true;

// Answers that an earlier visit on this device could not send come back and are sent now.
for (const [question, entry] of outbox.kept()) {
  if (!sheet.part(question)) continue;
  const saved = sheet.answer(question);
  if (saved.value === entry.value && saved.reason === entry.reason) continue;
  sheet.show(question, entry);
  outbox.put(question, entry);
}
sheet.refresh();
const troubled = sheet.items.filter((item) => !item.querySelector("[data-trouble]").hidden);
if (troubled.length === 0) {
  sheet.open(sheet.items.find((item) => !sheet.isCoded(item.dataset.question)) || sheet.items[0], { focus: false });
}

const first = page.querySelector("[data-focus]");
if (first) first.focus();
