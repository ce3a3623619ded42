// The questions on the page: reading and showing answers, moving between items, counting.

export class Sheet {
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.parts = [...form.querySelectorAll("[data-question]")];
    this.items = this.parts.filter((part) => part.matches("details"));
    this.active = null;
  }

  part(question) {
    return this.parts.find((part) => part.dataset.question === question);
  }

  field(question, name) {
    return this.form.elements[`${question}-${name}`];
  }

  answer(question) {
    const value = this.field(question, "value").value;
    const reason = value === "insufficient" ? this.field(question, "reason").value.trim() : "";
    return { value, reason, revision: Number(this.field(question, "revision").value) };
  }

  show(question, { value, reason = "" }) {
    this.field(question, "value").value = value;
    if (this.field(question, "reason")) this.field(question, "reason").value = reason;
    this.refresh();
  }

  setRevision(question, revision) {
    this.field(question, "revision").value = revision;
  }

  wording(question, value) {
    const choice = [...this.field(question, "value")].find((radio) => radio.value === value);
    return choice ? choice.dataset.wording : value;
  }

  isCoded(question) {
    return this.field(question, "value").value !== "";
  }

  // Everything on the page that follows from the answers.
  refresh() {
    for (const item of this.items) this.refreshItem(item);
    const coded = this.items.filter((item) => this.isCoded(item.dataset.question)).length;
    for (const place of this.form.querySelectorAll("[data-counter]")) {
      place.textContent = fill(this.words.coded, { n: coded, total: this.items.length });
    }
    const needed = this.field("eligibility", "value").value === "yes";
    const items = this.form.querySelector("[data-items]");
    items.hidden = !needed;
    items.disabled = !needed;
    for (const part of this.form.querySelectorAll("[data-with-items]")) part.hidden = !needed;
    const review = this.form.querySelector('[data-review-for="eligibility"]');
    if (review) review.textContent = this.state("eligibility");
  }

  refreshItem(item) {
    const question = item.dataset.question;
    const value = this.field(question, "value").value;
    item.classList.toggle("is-coded", value !== "");
    item.querySelector("[data-state]").textContent = this.state(question);
    item.querySelector("[data-reason]").hidden = value !== "insufficient";
    const review = this.form.querySelector(`[data-review-for="${question}"]`);
    if (review) review.textContent = this.state(question);
  }

  state(question) {
    const value = this.field(question, "value").value;
    if (value === "") return this.words.notCoded;
    if (value === "insufficient") return this.words.insufficient;
    if (value === "not_applicable") return this.words.notApplicable;
    return question === "eligibility" ? this.wording(question, value) : value;
  }

  // Fold everything except one item, and put the keyboard there.
  open(item, { focus = true } = {}) {
    if (!item) return;
    for (const other of this.items) other.open = other === item;
    this.active = item;
    if (focus) {
      const radios = [...item.querySelectorAll("input[type=radio]")];
      (radios.find((radio) => radio.checked) || radios[0]).focus({ preventScroll: true });
      item.scrollIntoView({ block: "nearest" });
    }
  }

  move(step) {
    const place = this.items.indexOf(this.active);
    this.open(this.items[Math.min(Math.max(place + step, 0), this.items.length - 1)]);
  }

  nextUncoded() {
    const place = this.items.indexOf(this.active);
    const inOrder = [...this.items.slice(place + 1), ...this.items.slice(0, place + 1)];
    const next = inOrder.find((item) => !this.isCoded(item.dataset.question));
    if (next) this.open(next);
    else this.form.querySelector("#review h2").focus();
  }

  setReadOnly() {
    for (const control of this.form.querySelectorAll("input, button, textarea, fieldset")) control.disabled = true;
  }
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
