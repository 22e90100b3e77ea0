// The screen of a result, and what a person can do there. Its sentences come from words.js.

"use strict";

/**
 * What the person can do next.
 * @typedef {Object} Actions
 * @property {() => void} back to the last question
 * @property {(id: string) => void} change answers a question again
 * @property {(() => void) | null} answerRest goes to the questions without an answer; null if none
 * @property {() => Node} clear
 */

/**
 * Returns the screen of somebody's result.
 * @param {WholeQuiz} quiz
 * @param {Responses} responses
 * @param {Actions} actions
 * @returns {Node[]}
 */
function resultScreen(quiz, responses, actions) {
  const text = resultText(quiz, responses);
  const enough = text.fits.length > 0;
  const look = { class: enough ? false : "primary" };
  const rest = actions.answerRest
    ? [button("Answer the questions that are left", actions.answerRest, look)]
    : [];
  const buttons = around("div", { class: "buttons" }, rest);
  return [
    make("div", { class: "top" }, button("Back", actions.back, { "data-rolequiz": "back" })),
    ...(enough ? [] : buttons),
    make("article", {}, ...article(quiz, text)),
    ...section("Read on", text.cards.map((role) => cardDetails(quiz, role))),
    ...section("Keep your answers", keepList(quiz, responses)),
    ...(quiz.to === null ? [] : section("Send your answers", sending(responses, quiz.to))),
    ...section("Change an answer", [
      answerDetails(quiz, responses, actions.change),
      ...(enough ? buttons : []),
    ]),
    actions.clear(),
  ];
}

/**
 * Returns a section with a heading, or nothing where there is no content.
 * @param {string} heading
 * @param {Node[]} content
 */
function section(heading, content) {
  return content.length ? [make("section", {}, make("h2", {}, heading), ...content)] : [];
}

// --- The result ----------------------------------------------------------------------------------

/**
 * Returns what the other formats say of a result too, letter for letter.
 * @param {WholeQuiz} quiz
 * @param {ResultText} text
 */
function article({ sentences }, text) {
  const reasons = text.reasons.map(({ speaks, chain }) => make("li", { class: speaks }, chain));
  const facts = text.facts.flatMap((fact) => [
    make("dt", {}, fact.label),
    make("dd", {}, fact.text),
  ]);
  return [
    title(text.headline, { "data-rolequiz": "headline" }),
    make("div", { class: "lead" }, ...paragraphs(text.lead)),
    ...around("ul", { class: "reasons" }, reasons),
    ...around("dl", {}, facts),
    ...section(sentences["talk-title"], around("ol", { class: "talk" }, items(text.talk))),
    ...section(sentences["fits-title"], fitList(text)),
    ...section(text.standsTitle, standList(text)),
    ...section(sentences["meanings-title"], around("ul", {}, items(text.meanings))),
    make("p", { class: "note" }, text.note),
  ];
}

/** @param {ResultText} text */
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
  return [...around("ul", { class: "fits" }, rows), ...paragraphs(legend)];
}

/** @param {ResultText} text */
function standList({ stands, leader, few, ask }) {
  if (!stands.length) return [];
  const you = make("span", { class: "key-you" }, "● you");
  const role = leader ? [make("span", { class: "key-role" }, `◆ ${leader.name}`)] : [];
  const toAsk = ask ? [make("p", {}, make("strong", {}, `${ask.label}:`), ` ${ask.text}`)] : [];
  return [
    make("p", { class: "key", "aria-hidden": "true" }, you, "  ", ...role),
    ...stands.map(standPlot),
    ...paragraphs(few),
    ...toAsk,
  ];
}

/** @param {Stand} stand */
function standPlot({ dimension, you, role, words, noAnswer }) {
  const { id, low, high } = dimension;
  const hidden = { class: "poles", "aria-hidden": "true" }; // the drawing says them too
  const poles = make("div", hidden, make("bdi", {}, low), make("bdi", {}, high));
  if (you === null) poles.firstElementChild?.after(make("span", {}, noAnswer));
  const drawing = scale(words, you, you === null ? null : role);
  return make("div", { class: "plot", "data-rolequiz": "stand", "data-id": id }, poles, drawing);
}

/**
 * @param {WholeQuiz} quiz
 * @param {CardRole} role
 */
function cardDetails(quiz, role) {
  const parts = cardOf(quiz, role).map(({ heading, texts }) =>
    make("section", {}, make("h3", {}, heading), make("ul", {}, ...items(texts)))
  );
  const summary = make("summary", {}, "More about the role: ", make("bdi", {}, role.name));
  return make("details", {}, summary, make("p", {}, role.summary), ...parts);
}

// --- What to do with it --------------------------------------------------------------------------

/**
 * Returns the answers as `rolequiz take --save` writes them.
 * @param {Responses} responses
 */
function answersJson({ answers, matters, stopped }) {
  const data = {
    answers,
    ...(matters.length ? { matters } : {}),
    ...(stopped ? { stopped } : {}),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * @param {WholeQuiz} quiz
 * @param {Responses} responses
 */
function keepList(quiz, responses) {
  const json = answersJson(responses);
  const about = { class: "code", "data-rolequiz": "code" };
  const code = make("strong", about, encodeAnswers(quiz, responses));
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
 * Offers to send the answers, and sends them when the button is pressed.
 * @param {Responses} responses
 * @param {{url: string, host: string}} to
 */
function sending(responses, { url, host }) {
  const status = make("p", { role: "status" });
  const send = button("Send my answers", press, { class: "primary" });

  async function press() {
    send.disabled = true;
    status.textContent = "Sending…";
    const sent = await posted(url, answersJson(responses));
    send.disabled = sent;
    if (document.activeElement === document.body) send.focus(); // a disabled button loses it
    send.textContent = sent ? "Sent" : "Try again";
    status.textContent = sent
      ? "Your answers were sent."
      : "Your answers could not be sent. Try again, or download them and send the file yourself.";
  }

  const where = make("bdi", {}, host);
  const sends = make("p", {}, "This button sends your answers to ", where, ", without your name ");
  sends.append("and your result. Nothing is sent unless you press it.");
  return [sends, make("div", { class: "buttons" }, send), status];
}

const SEND_TIMEOUT = 30_000; // milliseconds

/**
 * Posts JSON; returns whether it arrived. A redirect is a failure: most turn the POST into a GET,
 * whose answer would look like a success.
 * @param {string} url
 * @param {string} body
 */
async function posted(url, body) {
  const headers = { "Content-Type": "application/json" };
  try {
    const signal = AbortSignal.timeout?.(SEND_TIMEOUT); // not every browser has it
    const post = { method: "POST", headers, body, signal };
    return (await fetch(url, { ...post, credentials: "omit", redirect: "error" })).ok;
  } catch {
    return false;
  }
}

/**
 * Lists the questions with their answers, each with a button to change it.
 * @param {WholeQuiz} quiz
 * @param {Responses} responses
 * @param {(id: string) => void} change
 */
function answerDetails(quiz, { answers, matters }, change) {
  const rows = quiz.questions.map(({ id, text, options }) => {
    const chosen = options.find((option) => option.id === own(answers, id));
    const answer = chosen?.text ?? "Not answered";
    const mark = matters.includes(id) ? [make("em", {}, `${quiz.matters}.`)] : [];
    const again = button("Change", () => change(id), { "aria-label": `Change: ${text}` });
    return make("li", {}, make("p", {}, text), make("p", {}, answer, " ", ...mark), again);
  });
  const summary = make("summary", {}, "All questions and your answers");
  return make("details", {}, summary, make("ol", { class: "answers" }, ...rows));
}
