// The page by itself: answers stay in the tab, by the quiz, until it is closed. They are in its session
// storage, and in its name too: storage may be closed to a page, and Chromium, when busy, has lost that
// of a local file in one reload of fifty. (What such files keep in localStorage, all others may read.)

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
