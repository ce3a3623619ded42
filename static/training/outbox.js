// Answers on their way to the server: one small write each, kept on this device until it is saved.
// The key of an entry is the question; a later answer to the same question replaces the earlier one.
// What is kept is one person's: app.js takes it away when that person signs out, or another comes.

const KEPT_FOR_MS = 7 * 24 * 3600 * 1000;
const PREFIX = "plumbline-answers-";

export class Outbox {
  // `send(question, entry)` resolves to {status, body}, or rejects where there is no connection.
  constructor({ key, send, on }) {
    this.key = PREFIX + key;
    this.send = send;
    this.on = on;
    this.waiting = new Map();
    this.delay = 0;
    this.timer = null;
    this.running = null;
    forgetOld();
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.size) event.preventDefault();
    });
  }

  // What an earlier visit could not send.
  kept() {
    try {
      return Object.entries(JSON.parse(localStorage.getItem(this.key))?.answers || {});
    } catch {
      return [];
    }
  }

  put(question, entry) {
    this.waiting.set(question, entry);
    this.keep();
    this.flush();
  }

  drop(question) {
    this.waiting.delete(question);
    this.keep();
  }

  get isEmpty() {
    return this.waiting.size === 0;
  }

  keep() {
    try {
      if (this.isEmpty) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), answers: Object.fromEntries(this.waiting) }));
    } catch {
      // A full or forbidden store: the answers are still in memory and on the page.
    }
  }

  // Send everything that waits, one after the other. Resolves when nothing waits or sending failed.
  flush() {
    clearTimeout(this.timer);
    this.running ||= this.sendAll().finally(() => { this.running = null; });
    return this.running;
  }

  async sendAll() {
    while (!this.isEmpty) {
      const [question, entry] = this.waiting.entries().next().value;
      this.on.saving();
      let reply;
      try {
        reply = await this.send(question, entry);
      } catch {
        return this.retryLater("offline");
      }
      if (reply.status >= 500 || reply.status === 429) return this.retryLater("busy");
      this.delay = 0;
      if (!this.settle(question, entry, reply)) return;
    }
  }

  // Answers whether to go on with the next one.
  settle(question, entry, { status, body }) {
    const replaced = this.waiting.get(question) !== entry;
    if (status === 200) {
      if (replaced) this.waiting.get(question).revision = body.revision;
      else this.drop(question);
      this.on.saved(question, body, this.isEmpty);
      return true;
    }
    if (status === 409 && body.theirs) {
      const mine = this.waiting.get(question);
      this.drop(question);
      this.on.conflict(question, mine, body);
      return true;
    }
    if (status === 422) {
      if (!replaced) this.drop(question);
      this.on.refused(question, body);
      return true;
    }
    // The case takes no more answers: nothing is left to send. Otherwise they are kept for later.
    if (status === 409) {
      this.waiting.clear();
      this.keep();
    }
    this.on.stopped(status, body);
    return false;
  }

  retryLater(why) {
    this.delay = Math.min(this.delay * 2 || 1000, 30000);
    this.timer = setTimeout(() => this.flush(), this.delay + Math.random() * 500);
    this.on.waiting(why);
  }
}

function forgetOld() {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const { at } = JSON.parse(localStorage.getItem(key));
      if (!(Date.now() - at < KEPT_FOR_MS)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing can be kept on this device; the page says so when an answer cannot be sent.
  }
}
