// The page by itself: answers stay in the tab, under the quiz's hash, until the tab is closed. They
// are kept twice, in its session storage and in its name: a page may have no storage, and a busy
// Chromium has lost that of a local file in one reload out of fifty. (All local files can read what
// one of them keeps in localStorage.)

"use strict";

{
  const quiz = JSON.parse(document.getElementById("quiz")?.textContent ?? "");
  const key = `rolequiz ${quiz.hash}`;

  /** @param {() => string | null} read */
  const parsed = (read) => {
    try {
      return JSON.parse(read() ?? "null");
    } catch {
      return null; // storage is closed, or holds something else
    }
  };
  const named = () => (window.name.startsWith(key) ? window.name.slice(key.length) : null);

  startQuiz(quiz, {
    state: parsed(() => sessionStorage.getItem(key)) ?? parsed(named),
    keep(state) {
      const text = JSON.stringify(state);
      window.name = key + text;
      try {
        sessionStorage.setItem(key, text);
      } catch {
        // the name has it
      }
    },
    clear() {
      window.name = "";
      try {
        sessionStorage.removeItem(key);
      } catch {
        // nothing was kept there
      }
    },
    finished() {},
  });
}
