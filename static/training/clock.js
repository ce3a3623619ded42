// The time left in an exam, by the server's clock.

import { fill } from "./sheet.js";

const WARN_AT_MINUTES = [10, 2];

export function showTimeLeft({ place, announce, words, onOver }) {
  const closes = Number(place.dataset.closes);
  const ahead = Number(place.dataset.now) - Date.now();
  const warned = new Set();
  let timer = null;

  function tick() {
    const left = Math.floor((closes - (Date.now() + ahead)) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      place.textContent = words.timeOver;
      announce(words.timeOver);
      onOver();
      return;
    }
    const minutes = Math.ceil(left / 60);
    place.textContent = left > 120 ? fill(words.minutesLeft, { n: minutes }) : fill(words.secondsLeft, { n: left });
    const due = WARN_AT_MINUTES.find((limit) => left <= limit * 60 && left > limit * 60 - 30 && !warned.has(limit));
    if (due) {
      warned.add(due);
      announce(fill(words.minutesLeft, { n: due }));
    }
  }

  timer = setInterval(tick, 1000);
  tick();
}
