// The screen of a result, and what a person can do with it. What it says comes from words.js.

"use strict";

/**
 * What the person may do next: go on answering from the result.
 * @typedef {Object} Ways
 * @property {() => void} back to the last question
 * @property {(id: string) => void} change answers a question anew
 * @property {(() => void) | null} answerRest goes to the questions without an answer; null if none
 * @property {() => Node} clear
 */

/**
 * Returns the screen of somebody's result.
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 * @param {Ways} ways
 * @returns {Node[]}
 */
function resultScreen(quiz, sheet, ways) {
  const told = tell(quiz, sheet);
  const enough = told.fits.length > 0;
  const left = button("Answer the questions that are left", ways.answerRest ?? ways.back, {
    class: enough ? false : "primary",
  });
  const rest = ways.answerRest ? [make("div", { class: "buttons" }, left)] : [];
  return [
    make("div", { class: "top" }, button("Back", ways.back, { "data-rolequiz": "back" })),
    ...(enough ? [] : rest),
    make("article", {}, ...said(quiz, told)),
    ...section("Read on", told.cards.map((role) => cardDetails(quiz, role))),
    ...section("Keep your answers", keepList(quiz, sheet)),
    ...(quiz.to === null ? [] : section("Send your answers", sending(quiz, sheet, quiz.to))),
    ...section("Change an answer", [
      answerDetails(quiz, sheet, ways.change),
      ...(enough ? rest : []),
    ]),
    ways.clear(),
  ];
}

/**
 * Returns a section under a heading; nothing where it holds nothing.
 * @param {string} heading
 * @param {Node[]} content
 */
function section(heading, content) {
  return content.length ? [make("section", {}, make("h2", {}, heading), ...content)] : [];
}

// --- What is said --------------------------------------------------------------------------------

/**
 * Returns all that other formats say of a result too, letter for letter.
 * @param {WholeQuiz} quiz
 * @param {Told} told
 */
function said({ sentences }, told) {
  const meanings = told.meanings.length ? [list(told.meanings)] : [];
  return [
    title(told.headline, { "data-rolequiz": "headline" }),
    make("div", { class: "lead" }, ...paragraphs(told.lead)),
    ...reasonList(told),
    ...factList(told.facts),
    ...section(sentences["talk-title"], talkList(told)),
    ...section(sentences["fits-title"], fitList(told)),
    ...section(told.standsTitle, standList(told)),
    ...section(sentences["meanings-title"], meanings),
    make("p", { class: "note" }, told.note),
  ];
}

/** @param {Told} told */
function reasonList({ reasons }) {
  const items = reasons.map(({ speaks, chain }) => make("li", { class: speaks }, chain));
  return items.length ? [make("ul", { class: "reasons" }, ...items)] : [];
}

/** @param {Fact[]} facts */
function factList(facts) {
  const pairs = facts.flatMap(({ label, text }) => [make("dt", {}, label), make("dd", {}, text)]);
  return pairs.length ? [make("dl", {}, ...pairs)] : [];
}

/** @param {Told} told */
function talkList({ talk }) {
  const items = talk.map((question) => make("li", {}, question));
  return items.length ? [make("ol", { class: "talk" }, ...items)] : [];
}

/** @param {Told} told */
function fitList({ fits, legend }) {
  const rows = fits.map(({ id, name, fit, share, marked }) =>
    make(
      "li",
      { "data-rolequiz": "fit", "data-id": id, class: marked && "marked" },
      make("bdi", {}, name),
      " ",
      make("span", { class: "figure" }, fit),
      " ",
      bar(share)
    )
  );
  const shown = rows.length ? [make("ul", { class: "fits" }, ...rows)] : [];
  return [...shown, ...paragraphs(legend)];
}

/** @param {Told} told */
function standList({ stands, leader, few, ask }) {
  if (!stands.length) return [];
  const you = make("span", { class: "key-you" }, "● you");
  const role = leader ? [make("span", { class: "key-role" }, `◆ ${leader.name}`)] : [];
  const asked = ask ? [make("p", {}, make("strong", {}, `${ask.label}:`), ` ${ask.text}`)] : [];
  return [
    make("p", { class: "key", "aria-hidden": "true" }, you, "  ", ...role.slice(0, 1)),
    ...stands.map(standPlot),
    ...paragraphs(few),
    ...asked,
  ];
}

/** @param {Stand} stand */
function standPlot({ dimension, you, role, words, noAnswer }) {
  const { id, low, high } = dimension;
  const silent = { class: "poles", "aria-hidden": "true" }; // the drawing says them, too
  const poles = make("div", silent, make("bdi", {}, low), make("bdi", {}, high));
  if (you === null) poles.firstElementChild?.after(make("span", {}, noAnswer));
  const drawn = scale(words, you, you === null ? null : role);
  return make("div", { class: "plot", "data-rolequiz": "stand", "data-id": id }, poles, drawn);
}

/**
 * @param {WholeQuiz} quiz
 * @param {CardRole} role
 */
function cardDetails(quiz, role) {
  const parts = cardOf(quiz, role).map(({ heading, texts }) =>
    make("section", {}, make("h3", {}, heading), list(texts))
  );
  const summary = make("summary", {}, "More about the role: ", make("bdi", {}, role.name));
  return make("details", {}, summary, make("p", {}, role.summary), ...parts);
}

// --- What to do with it --------------------------------------------------------------------------

/**
 * Returns the answers as `rolequiz take --save` writes them.
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 */
function answersJson(quiz, { answers, matters, stopped }) {
  const data = {
    answers,
    ...(matters.length ? { matters } : {}),
    ...(stopped ? { stopped } : {}),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 */
function keepList(quiz, sheet) {
  const json = answersJson(quiz, sheet);
  const marks = { class: "code", "data-rolequiz": "code" };
  const code = make("strong", marks, encodeAnswers(quiz, sheet));
  const copy = make("textarea", { readonly: true, rows: 8, "aria-label": "Your answers as text" });
  copy.value = json;
  copy.addEventListener("focus", () => copy.select());
  return [
    make("p", {}, "This code holds all your answers. Write it down, or read it to somebody:"),
    make("p", {}, code),
    make(
      "div",
      { class: "buttons" },
      button("Download my answers", () => download(json)),
      button("Print this page", () => print())
    ),
    make("details", {}, make("summary", {}, "Copy my answers as text"), copy),
  ];
}

/**
 * Gives the browser a file of answers to save.
 * @param {string} json
 */
function download(json) {
  const href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  const link = make("a", { href, download: "answers.json" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // some browsers read it a little later
}

/**
 * Asks whether to send the answers, and sends them at a press.
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 * @param {string} to
 */
function sending(quiz, sheet, to) {
  const status = make("p", { role: "status" });
  const send = button("Send my answers", press, { class: "primary" });

  async function press() {
    send.disabled = true;
    status.textContent = "Sending…";
    const sent = await posted(to, answersJson(quiz, sheet));
    send.disabled = sent;
    send.textContent = sent ? "Sent" : "Try again";
    status.textContent = sent
      ? "Your answers were sent."
      : "Your answers could not be sent. Try again, or download them and send the file yourself.";
  }

  const where = make("bdi", {}, new URL(to).host);
  const sends = make("p", {}, "This button sends your answers to ", where, ", without your name ");
  sends.append("and your result. Nothing is sent unless you press it.");
  return [sends, make("div", { class: "buttons" }, send), status];
}

/**
 * Posts a text of JSON; returns whether it arrived.
 * @param {string} to
 * @param {string} body
 */
async function posted(to, body) {
  const headers = { "Content-Type": "application/json" };
  try {
    return (await fetch(to, { method: "POST", headers, body, credentials: "omit" })).ok;
  } catch {
    return false;
  }
}

/**
 * Lists the questions with their answers, each to be changed.
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 * @param {(id: string) => void} change
 */
function answerDetails(quiz, { answers, matters }, change) {
  const rows = quiz.questions.map(({ id, text, options }) => {
    const chosen = options.find((option) => option.id === answers[id]);
    const said = chosen && Object.hasOwn(answers, id) ? chosen.text : "Not answered";
    const mark = matters.includes(id) ? [make("em", {}, `${quiz.matters}.`)] : [];
    const anew = button("Change", () => change(id));
    anew.setAttribute("aria-label", `Change: ${text}`);
    return make("li", {}, make("p", {}, text), make("p", {}, said, " ", ...mark), anew);
  });
  const summary = make("summary", {}, "All questions and your answers");
  return make("details", {}, summary, make("ol", { class: "answers" }, ...rows));
}
