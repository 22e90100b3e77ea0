// The page by itself: answers stay in the tab's session storage, by the quiz, until it is closed.
// (What local files keep in localStorage, every other local file may read.)

"use strict";

{
  const quiz = JSON.parse(document.getElementById("quiz")?.textContent ?? "");
  const key = `rolequiz ${quiz.hash}`;

  /** @returns {any} what was kept, or null: storage may be closed to the page */
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };

  startQuiz(quiz, {
    state: kept(),
    keep(state) {
      try {
        sessionStorage.setItem(key, JSON.stringify(state));
      } catch {
        // the quiz goes on; only a reload would lose its answers
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // nothing was kept
      }
    },
    finished() {},
  });
}
