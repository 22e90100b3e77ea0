// The quiz, one question at a time: src/rolequiz/ask/state.py on a page.
//
// The state holds what was answered; each press makes a new state, which the keeper keeps. The last
// script of a page calls `startQuiz` with a keeper: alone.js, or the script of the live room.

"use strict";

/**
 * Where the person is. An answer of null is a skip; a question not yet reached has no answer.
 * @typedef {Object} State
 * @property {Record<string, OptionId | null>} answers
 * @property {string[]} matters questions marked "this matters to me"
 * @property {number} at the index of the current question; the number of questions at the end
 * @property {boolean} stopped whether the person took the offer to stop early
 *
 * What keeps the answers. `keep` is called after each change, with the question whose answer or
 * mark changed, or null where only the current question did; `finished` whenever a result is shown.
 * @typedef {Object} Keeper
 * @property {State | null} state what was kept before
 * @property {(state: State, question: string | null) => void} keep
 * @property {() => void} clear
 * @property {(state: State) => void} finished
 */

/** @type {State} */
const NEW = { answers: {}, matters: [], at: 0, stopped: false };
const CHOOSE = "Choose an answer, or skip the question.";

/**
 * Asks a quiz on this page, in place of the form to print.
 * @param {WholeQuiz} quiz
 * @param {Keeper} keeper
 */
function startQuiz(quiz, keeper) {
  const asking = new Asking(quiz, keeper);
  asking.show();
  remember("replaceState", asking.place);
  document.documentElement.classList.add("live");
}

/**
 * Adds a place to the browser's history; some browsers take only so many.
 * @param {"pushState" | "replaceState"} how
 * @param {object | null} place
 */
function remember(how, place) {
  try {
    history[how](place, "");
  } catch {
    // the quiz has its own Back button
  }
}

// --- The state -----------------------------------------------------------------------------------

/**
 * Returns what can be used of a state that was kept; null where there is none or it is damaged.
 * All questions before the current one have been answered or skipped.
 * @param {WholeQuiz} quiz
 * @param {any} kept
 * @returns {State | null}
 */
function restored(quiz, kept) {
  if (typeof kept?.answers !== "object" || kept.answers === null) return null;
  const good = quiz.questions.filter(({ id, options }) => {
    const answer = own(kept.answers, id);
    return answer === null || options.some((option) => option.id === answer);
  });
  const matters = Array.isArray(kept.matters) ? kept.matters : [];
  const first = quiz.questions.findIndex((question) => !good.includes(question));
  const reached = first < 0 ? quiz.questions.length : first;
  return {
    answers: Object.fromEntries(good.map(({ id }) => [id, kept.answers[id]])),
    matters: quiz.questions.map(({ id }) => id).filter((id) => matters.includes(id)),
    at: Number.isInteger(kept.at) ? Math.min(Math.max(kept.at, 0), reached) : reached,
    stopped: kept.stopped === true,
  };
}

/**
 * Returns the answers to score, in the quiz's order.
 * @param {WholeQuiz} quiz
 * @param {State} state
 * @returns {Responses}
 */
function responsesOf(quiz, { answers, matters, stopped }) {
  const ids = quiz.questions.map(({ id }) => id).filter((id) => hasAnswer(answers, id));
  return {
    answers: Object.fromEntries(ids.map((id) => [id, /** @type {OptionId} */ (answers[id])])),
    matters: ids.filter((id) => matters.includes(id)),
    stopped,
  };
}

/**
 * @param {Record<string, OptionId | null>} answers
 * @param {string} id
 */
function hasAnswer(answers, id) {
  return (own(answers, id) ?? null) !== null;
}

/**
 * @param {State} state
 * @param {string} id
 * @param {OptionId | null} answer
 * @returns {State}
 */
function withAnswer(state, id, answer) {
  const answered = { ...state, answers: { ...state.answers, [id]: answer } };
  return answer === null ? withMark(answered, id, false) : answered;
}

/**
 * @param {State} state
 * @param {string} id
 * @param {boolean} matters
 * @returns {State}
 */
function withMark(state, id, matters) {
  const others = state.matters.filter((each) => each !== id);
  return { ...state, matters: matters ? [...others, id] : others };
}

// --- Asking --------------------------------------------------------------------------------------

/** One person's run of a quiz on this page. */
class Asking {
  /**
   * @param {WholeQuiz} quiz
   * @param {Keeper} keeper
   */
  constructor(quiz, keeper) {
    this.quiz = quiz;
    this.keeper = keeper;
    const before = restored(quiz, keeper.state);
    this.state = before ?? NEW;
    this.welcoming = before === null;
    /** @type {"on" | "rest" | "result"} where Next leads: on, to a question left, or back */
    this.leads = "on";
    /** @type {number[]} how many questions were answered when stopping early was offered */
    this.offers = [];
    this.offeredAt = -1;
    /** The result to return to after changing an answer. */
    this.before = { at: 0, stopped: false };
    this.screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    addEventListener("popstate", ({ state }) => this.returnTo(state));
  }

  get done() {
    return this.state.stopped || this.state.at >= this.quiz.questions.length;
  }

  get begun() {
    return Object.keys(this.state.answers).length > 0;
  }

  get question() {
    return this.quiz.questions[this.state.at];
  }

  /** Shows the screen for the state as it is. */
  show() {
    const result = !this.welcoming && this.done;
    const content = this.welcoming ? this.welcome() : result ? this.result() : this.ask();
    this.screen.replaceChildren(...content);
    document.documentElement.classList.toggle("result", result);
    const heading = this.screen.querySelector("h1")?.textContent;
    document.title = this.welcoming ? this.quiz.title : `${heading} – ${this.quiz.title}`;
    if (result) this.keeper.finished(this.state);
  }

  /** Adds the new screen to the history, and shows it. */
  turn() {
    remember("pushState", this.place);
    this.read();
  }

  /** What the browser's own Back returns to: a place in the quiz, or null for the welcome. */
  get place() {
    return this.welcoming ? null : { at: this.state.at, stopped: this.state.stopped };
  }

  /**
   * Shows a screen again after the browser's Back or Forward.
   * @param {any} place
   */
  returnTo(place) {
    this.leads = "on";
    const state = restored(this.quiz, { ...this.state, ...place });
    this.welcoming = place === null || !this.begun; // what was cleared does not come back
    if (state && !this.welcoming) this.take(state);
    this.read();
  }

  /** Shows the screen, and lets screen readers start at its heading. */
  read() {
    this.show();
    this.screen.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /**
   * Sets and keeps a new state; `question` is the one whose answer or mark has changed.
   * @param {State} state
   * @param {string | null} question
   */
  take(state, question = null) {
    this.state = state;
    this.keeper.keep(state, question);
  }

  /** @param {number} at */
  goTo(at) {
    const forward = at > this.state.at;
    this.welcoming = false;
    this.take({ ...this.state, at, stopped: false });
    if (forward) this.offer();
    this.turn();
  }

  /** Goes where Next leads. */
  goOn() {
    const next = this.state.at + 1;
    if (this.leads === "result") {
      this.take({ ...this.state, ...this.before });
      this.turn();
    } else {
      this.goTo(this.leads === "rest" ? this.nextLeft(next) : next);
    }
    if (this.done) this.leads = "on";
  }

  back() {
    this.leads = "on";
    if (this.done || this.state.at > 0) return this.goTo(Math.max(0, this.state.at - 1));
    this.welcoming = true;
    this.turn();
  }

  skip() {
    const { id } = this.question;
    this.take(withAnswer(this.state, id, null), id);
    this.goOn();
  }

  stop() {
    this.take({ ...this.state, stopped: true });
    this.turn();
  }

  clear() {
    this.keeper.clear();
    Object.assign(this, { state: NEW, welcoming: true, leads: "on", offers: [], offeredAt: -1 });
    this.turn();
  }

  /**
   * Returns the index of the first question from `from` on without an answer; if there is none, the
   * number of questions.
   * @param {number} from
   */
  nextLeft(from) {
    const { answers } = this.state;
    const left = this.quiz.questions.findIndex(
      ({ id }, at) => at >= from && !hasAnswer(answers, id)
    );
    return left < 0 ? this.quiz.questions.length : left;
  }

  /** Offers to stop at a new question, if the answers are clear enough. */
  offer() {
    if (this.done || Object.hasOwn(this.state.answers, this.question.id)) return;
    const responses = responsesOf(this.quiz, this.state);
    const answered = Object.keys(responses.answers).length;
    if (stopIsDue(answered, this.offers) && score(this.quiz, responses).may_stop) {
      this.offers.push(answered);
      this.offeredAt = this.state.at;
    }
  }

  // --- Screens -----------------------------------------------------------------------------------

  /** @returns {Node[]} */
  welcome() {
    const start = button(this.begun ? "Go on" : "Start", () => this.goTo(this.state.at), {
      class: "primary",
      "data-rolequiz": "next",
    });
    return [title(this.quiz.title), ...paragraphs(this.quiz.welcome), start];
  }

  /** @returns {Node[]} */
  result() {
    const left = this.nextLeft(0);
    const answerRest = () => {
      this.leads = "rest";
      this.goTo(left);
    };
    const change = (/** @type {string} */ id) => {
      const at = this.quiz.questions.findIndex((question) => question.id === id);
      this.before = { at: this.state.at, stopped: this.state.stopped };
      this.leads = "result";
      this.goTo(at);
    };
    return resultScreen(this.quiz, responsesOf(this.quiz, this.state), {
      back: () => this.back(),
      change,
      answerRest: left < this.quiz.questions.length ? answerRest : null,
      clear: () => this.clearing(),
    });
  }

  /** @returns {Node[]} */
  ask() {
    const { id } = this.question;
    const form = make(
      "form",
      { "data-rolequiz": "question", "data-id": id, novalidate: true },
      this.top(),
      this.choices(),
      this.matter(),
      ...this.offered(),
      this.buttons()
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (hasAnswer(this.state.answers, id)) this.goOn();
      else this.complain(form);
    });
    return [form, this.clearing()];
  }

  top() {
    const number = this.state.at + 1;
    const questions = this.quiz.questions.length;
    const where = filled(this.quiz.sentences.progress, { number, questions });
    return make(
      "div",
      { class: "top" },
      button("Back", () => this.back(), { "data-rolequiz": "back" }),
      make("p", { id: "where" }, where),
      make("progress", { max: questions, value: this.state.at, "aria-hidden": "true" })
    );
  }

  choices() {
    const { id: name, text, options } = this.question;
    const answer = own(this.state.answers, name);
    const rows = options.map((option) => {
      const checked = option.id === answer;
      const input = make("input", { type: "radio", name, value: option.id, checked });
      input.addEventListener("change", () => {
        this.take(withAnswer(this.state, name, option.id), name);
      });
      const about = { class: "option", "data-rolequiz": "option", "data-id": option.id };
      return make("label", about, input, make("span", {}, option.text));
    });
    const legend = make("legend", {}, title(text, { "aria-describedby": "where" }));
    return make("fieldset", {}, legend, ...rows);
  }

  matter() {
    const { id } = this.question;
    const input = make("input", { type: "checkbox", checked: this.state.matters.includes(id) });
    input.addEventListener("change", () => {
      this.take(withMark(this.state, id, input.checked), id);
    });
    const hint = make("small", {}, "Your answer then counts double.");
    const words = make("span", {}, this.quiz.matters, " ", hint);
    return make("label", { class: "option matters", "data-rolequiz": "matters" }, input, words);
  }

  /** Returns the buttons that lead on, and to the result once every question has been seen. */
  buttons() {
    const { questions } = this.quiz;
    const next = make("button", { class: "primary", "data-rolequiz": "next" }, "Next");
    const skip = button("Skip this question", () => this.skip(), { "data-rolequiz": "skip" });
    const seen = questions.every(({ id }) => Object.hasOwn(this.state.answers, id));
    const toResult = button("Show my result", () => this.goTo(questions.length));
    const buttons = make("div", { class: "buttons" }, next, skip, ...(seen ? [toResult] : []));
    const once = (/** @type {MouseEvent} */ event) => {
      if (event.detail < 2 || this.screen.querySelector("[type=radio]:checked")) return;
      event.preventDefault(); // the second half of a double click on the question before
      event.stopPropagation();
    };
    buttons.addEventListener("click", once, true);
    return buttons;
  }

  offered() {
    if (this.offeredAt !== this.state.at) return [];
    const answered = Object.keys(responsesOf(this.quiz, this.state).answers).length;
    const words = filled(this.quiz.sentences["may-stop"], { key: "", answered });
    const stop = button("Stop here and show my result", () => this.stop());
    return [make("div", { class: "offer" }, make("p", {}, words), stop)];
  }

  /**
   * Says that an answer is missing, if it does not say so yet.
   * @param {HTMLElement} form
   */
  complain(form) {
    const fieldset = form.querySelector("fieldset");
    if (fieldset && !form.querySelector("#missing")) {
      fieldset.querySelector("legend")?.after(make("p", { id: "missing", role: "alert" }, CHOOSE));
      fieldset.setAttribute("aria-describedby", "missing");
    }
    form.querySelector("input")?.focus();
  }

  /** Returns a button that clears the answers after asking again. */
  clearing() {
    const container = make("div", { class: "clear" });
    const ask = () => {
      const keep = button("Keep them", () => offer().focus());
      const clear = button("Clear them", () => this.clear());
      const words = make("p", {}, "Clear all your answers? Nobody can bring them back.");
      container.replaceChildren(words, make("div", { class: "buttons" }, keep, clear));
      keep.focus();
    };
    const offer = () => {
      const first = button("Clear my answers", ask, { class: "quiet" });
      container.replaceChildren(first);
      return first;
    };
    offer();
    return container;
  }
}
