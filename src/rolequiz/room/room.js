// The quiz in a room: joins by the room's code, and sends each answer to the coach's laptop.
//
// What can't be sent yet waits in this phone's storage, and is sent later: after a reload, when the
// Wi-Fi is back, or when the room has been opened again. The laptop knows a phone by its cookie.

"use strict";

/**
 * What the laptop knows of this person.
 * @typedef {Object} Known
 * @property {string} code under which their result will be found
 * @property {string} resume what lets them in from another browser
 * @property {Record<string, OptionId | null>} answers
 * @property {string[]} matters
 * @property {boolean} stopped
 * @property {boolean} finished
 *
 * What the laptop does not know yet: answers and marks, and whether the quiz is finished.
 * @typedef {{question: string, answer?: OptionId | null, matters: boolean}} Entry
 * @typedef {Object} Waiting
 * @property {Record<string, Entry>} entries the last of each question
 * @property {{stopped: boolean} | null} finish
 */

const ASKS_FOR_NAMES = document.getElementById("asks-for-names") !== null;
const TIMEOUT = 10_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 20_000;
const ADDRESS = /^(?:https?:\/\/)?([\w.-]+(?::\d+)?)(?:\/\w*)?\/?$/i;
const WORDS = {
  saved: "Saved on the laptop.",
  waiting: (/** @type {number} */ n) =>
    `${n === 1 ? "1 answer is" : `${n} answers are`} not sent yet. Just go on, and keep this page ` +
    "open: this phone sends what is left when it can.",
  unreachable:
    "This phone can't reach the laptop. Stay in its Wi-Fi, even if your phone says that it has no " +
    "internet.",
  full: "The laptop can't save answers right now. Please tell whoever runs this room.",
  stranger:
    "The laptop does not know this phone any more. Please tell whoever runs this room, and keep " +
    "this page open.",
  cookies:
    "This browser keeps no cookies, by which the laptop would know it. Allow them for this page, " +
    "or go on in another browser.",
  wrong: "That code is not right. Look at the wall, and type it again.",
  wrongResume: "Nobody here has that code. Look at the page where you began, and type it again.",
  often: "That was wrong too often. Wait for a minute, and try again.",
  crowded: "This room is full. Please tell whoever runs it.",
};

/** Asks the laptop; returns the status of its answer, 0 if it can't be reached, and the data. */
async function request(/** @type {string} */ path, /** @type {object | null} */ data = null) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  const post = {
    method: "POST",
    body: JSON.stringify(data),
    headers: { "Content-Type": "application/json" },
  };
  try {
    const answer = await fetch(path, {
      ...(data === null ? {} : post),
      cache: "no-store",
      signal: stop.signal,
    });
    return { status: answer.status, data: answer.status === 200 ? await answer.json() : null };
  } catch {
    return { status: 0, data: null };
  } finally {
    clearTimeout(timer);
  }
}

/** Sends answers one after the other, each again until it has arrived. */
class Outbox {
  /**
   * @param {Known} known
   * @param {(waiting: number, trouble: string) => void} show
   */
  constructor(known, show) {
    this.resume = known.resume;
    this.key = `rolequiz room ${known.code}`;
    this.show = show;
    /** @type {Waiting} */
    this.waiting = this.stored() ?? { entries: {}, finish: null };
    this.pause = FIRST_PAUSE;
    this.sending = false;
    /** Whether it has just joined again, and whether the laptop no longer knows its code. */
    this.rejoined = false;
    this.unknown = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    for (const event of ["online", "pageshow", "focus"]) addEventListener(event, () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
  }

  /** @returns {Waiting | null} */
  stored() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return typeof kept?.entries === "object" && kept.entries !== null ? kept : null;
    } catch {
      return null;
    }
  }

  store() {
    try {
      if (this.left) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
    } catch {
      // the answers are still sent, as long as this page stays open
    }
  }

  get left() {
    return Object.keys(this.waiting.entries).length + (this.waiting.finish ? 1 : 0);
  }

  /** @param {Entry} entry */
  put(entry) {
    this.waiting.entries[entry.question] = entry;
    this.store();
    this.send();
  }

  /** @param {{stopped: boolean}} finish */
  finish(finish) {
    this.waiting.finish = finish;
    this.store();
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    let trouble = "";
    while (this.left && !trouble) trouble = await this.sendOne();
    this.sending = false;
    this.show(this.left, trouble);
    if (!this.left) return;
    this.timer = setTimeout(() => this.send(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  /** Sends what is next; returns what is wrong, "" if it has arrived. */
  async sendOne() {
    const entry = Object.values(this.waiting.entries)[0];
    const { finish } = this.waiting;
    const { status } = await (entry
      ? request("/answer", entry)
      : request("/finish", finish ?? {}));
    // 400: the laptop asks no such question, and never will take it
    if (status === 204 || status === 400) {
      if (entry && this.waiting.entries[entry.question] === entry)
        delete this.waiting.entries[entry.question];
      if (!entry && this.waiting.finish === finish) this.waiting.finish = null;
      this.store();
      this.pause = FIRST_PAUSE;
      this.rejoined = false;
      return "";
    }
    if (status === 401) return this.rejoin();
    this.rejoined = false;
    return status === 507 ? WORDS.full : WORDS.unreachable;
  }

  /** Joins again by the code to resume, if the cookie is gone; gives up if that does not help. */
  async rejoin() {
    if (this.rejoined) return WORDS.cookies;
    if (this.unknown) return WORDS.stranger;
    const { status } = await request("/join", { resume: this.resume });
    this.rejoined = status === 200;
    this.unknown = status === 403;
    if (this.rejoined) return "";
    return this.unknown ? WORDS.stranger : WORDS.unreachable;
  }

  /** Forgets what waits. */
  drop() {
    this.waiting = { entries: {}, finish: null };
    this.store();
  }
}

/** The room around the quiz: joining, what is saved, and the codes. */
class Room {
  /** @param {WholeQuiz} quiz */
  constructor(quiz) {
    this.quiz = quiz;
    this.screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    this.saved = make("p", { id: "saved" });
    this.trouble = make("p", { id: "trouble", role: "status" });
    this.codes = make("div", { id: "codes" });
    this.begun = false;
    this.moved = make("details", { id: "moved", hidden: true });
    const about = [this.saved, this.trouble, this.moved, this.codes];
    this.screen.after(make("aside", { id: "room", "aria-label": "This room" }, ...about));
    document.documentElement.classList.add("live");
  }

  async open() {
    const brought = this.brought();
    let pause = FIRST_PAUSE;
    for (;;) {
      const joined = brought ? await request("/join", { resume: brought.resume }) : null;
      const answer = joined?.status === 200 ? joined : await request("/me");
      if (answer.status === 200) return this.start(answer.data, brought?.waiting);
      if (answer.status === 401) return this.welcome();
      this.trouble.textContent = WORDS.unreachable;
      await sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Returns what a page at the laptop's earlier address has sent along, which nobody else sees. */
  brought() {
    try {
      const data = JSON.parse(decodeURIComponent(location.hash.slice(1)));
      history.replaceState(null, "", location.pathname);
      const good = typeof data.resume === "string" && typeof data.waiting?.entries === "object";
      return good ? /** @type {{resume: string, waiting: Waiting}} */ (data) : null;
    } catch {
      return null;
    }
  }

  // --- Joining ---------------------------------------------------------------------------------------

  /** Shows how to join, in place of the quiz. */
  welcome() {
    this.trouble.textContent = "";
    const scanned = /^\/([0-9a-z]{4})$/i.exec(location.pathname)?.[1] ?? "";
    const room = field("Code of this room", "room-code", { value: scanned, maxlength: 12 });
    const name = field("Your name", "name", { maxlength: 60, autocomplete: "name" });
    const resume = field("Your code to go on", "resume", { maxlength: 16 });
    const join = this.form("Join", [room, ...(ASKS_FOR_NAMES ? [name] : [])], WORDS.wrong, () => ({
      room: valueIn(room),
      ...(ASKS_FOR_NAMES ? { name: valueIn(name) } : {}),
    }));
    const goOn = this.form("Go on", [resume], WORDS.wrongResume, () => ({
      resume: valueIn(resume),
    }));
    const before = make("details", {}, make("summary", {}, "I have begun in another browser"), goOn);
    const intro = "The code stands on the wall, beside the address that you opened.";
    const heading = title(`Join: ${this.quiz.title}`);
    this.screen.replaceChildren(heading, ...(scanned ? [] : paragraphs([intro])), join, before);
    document.title = `Join – ${this.quiz.title}`;
    heading.focus({ preventScroll: true });
  }

  /**
   * Returns a form that joins.
   * @param {string} does
   * @param {HTMLElement[]} fields
   * @param {string} wrong
   * @param {() => object} data
   */
  form(does, fields, wrong, data) {
    const submit = make("button", { class: "primary" }, does);
    const problem = make("p", { role: "alert" });
    const form = make("form", { novalidate: true }, ...fields, problem, submit);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      const { status, data: known } = await request("/join", data());
      submit.disabled = false;
      if (status === 200) return this.start(known);
      const why = { 0: WORDS.unreachable, 409: WORDS.crowded, 429: WORDS.often, 507: WORDS.full };
      problem.textContent = /** @type {Record<number, string>} */ (why)[status] ?? wrong;
      form.querySelector("input")?.focus();
    });
    return form;
  }

  // --- Answering -------------------------------------------------------------------------------------

  /**
   * Starts the quiz where this person was, on this phone or on another.
   * @param {Known} known
   * @param {Waiting} [brought] what waited at the laptop's earlier address
   */
  start(known, brought) {
    this.outbox = new Outbox(known, (left, trouble) => this.status(left, trouble));
    for (const entry of Object.values(brought?.entries ?? {})) this.outbox.put(entry);
    if (brought?.finish) this.outbox.finish(brought.finish);
    this.showCodes(known);
    const state = this.state(known, this.outbox.waiting);
    this.begun = state !== null;
    startQuiz(this.quiz, {
      state,
      keep: (state, question) => this.keep(state, question),
      clear: () => this.forget(),
      finished: (state) => this.outbox?.finish({ stopped: state.stopped }),
    });
    this.outbox.send();
  }

  /**
   * Returns where somebody is, by what the laptop knows and what it does not know yet.
   * @param {Known} known
   * @param {Waiting} waiting
   * @returns {State | null}
   */
  state({ answers, matters, stopped, finished }, { entries, finish }) {
    const latest = { ...answers };
    const marks = new Set(matters);
    for (const entry of Object.values(entries)) {
      if (entry.answer !== undefined) latest[entry.question] = entry.answer;
      if (entry.matters) marks.add(entry.question);
      else marks.delete(entry.question);
    }
    if (!Object.keys(latest).length && !marks.size) return null;
    const ids = this.quiz.questions.map(({ id }) => id);
    const next = ids.findIndex((id) => !Object.hasOwn(latest, id));
    const done = finished || finish !== null || next < 0;
    return {
      answers: latest,
      matters: [...marks],
      at: done ? ids.length : next,
      stopped: finish ? finish.stopped : stopped,
    };
  }

  /**
   * @param {State} state
   * @param {string | null} question
   */
  keep({ answers, matters }, question) {
    if (question === null) return;
    this.begun = true;
    const answer = Object.hasOwn(answers, question) ? { answer: answers[question] } : {};
    this.outbox?.put({ question, ...answer, matters: matters.includes(question) });
  }

  /** Removes everything from this phone and from the laptop, and begins anew. */
  async forget() {
    this.outbox?.drop();
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const { status } = await request("/forget", {});
      if (status === 204 || status === 401) break;
      this.trouble.textContent = status === 507 ? WORDS.full : WORDS.unreachable;
      await sleep(pause);
    }
    location.reload();
  }

  /** Leaves the phone to somebody else, once everything has been sent. */
  async leave() {
    await this.outbox?.send();
    if (this.outbox?.left) return;
    const { status } = await request("/leave", {});
    if (status === 204) location.reload();
    else this.trouble.textContent = WORDS.unreachable;
  }

  // --- What is shown below the quiz -------------------------------------------------------------------

  /**
   * @param {number} left
   * @param {string} trouble
   */
  status(left, trouble) {
    const saved = this.begun ? WORDS.saved : "";
    this.saved.textContent = left ? WORDS.waiting(left) : saved;
    this.saved.classList.toggle("unsent", left > 0);
    if (this.trouble.textContent !== trouble) this.trouble.textContent = trouble;
    const lost = trouble === WORDS.unreachable || trouble === WORDS.stranger;
    if (lost && this.moved.hidden) this.offerMove();
    this.moved.hidden = !lost;
  }

  /** Offers to take what is not sent to another address of the laptop. */
  offerMove() {
    const address = field("The new address", "address", { inputmode: "url", autocomplete: "off" });
    const problem = make("p", { role: "alert" });
    const submit = make("button", {}, "Go there with my answers");
    const form = make("form", { novalidate: true }, address, problem, submit);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const host = ADDRESS.exec(valueIn(address))?.[1];
      problem.textContent = host ? "" : "Type it as it stands on the wall, such as 192.168.1.20:8321.";
      const { resume, waiting } = /** @type {Outbox} */ (this.outbox);
      const brings = encodeURIComponent(JSON.stringify({ resume, waiting }));
      if (host) location.href = `http://${host}/#${brings}`;
    });
    const summary = make("summary", {}, "Does the wall show another address now?");
    this.moved.replaceChildren(summary, form);
  }

  /** @param {Known} known */
  showCodes({ code, resume }) {
    const yours = make("p", {}, "Your result will be found under ", make("strong", {}, code), ".");
    const words = `To go on in another browser, join there with ${resume}. Show that to nobody.`;
    const leave = button("Let somebody else use this phone", () => this.leave(), { class: "quiet" });
    this.codes.replaceChildren(yours, make("p", {}, words), leave);
  }
}

/**
 * Returns a field with its label.
 * @param {string} label
 * @param {string} id
 * @param {Record<string, string | number | boolean>} attributes
 */
function field(label, id, attributes) {
  const typed = { autocapitalize: "characters", autocomplete: "off", spellcheck: "false" };
  const input = make("input", { type: "text", id, ...typed, ...attributes });
  return make("p", { class: "field" }, make("label", { for: id }, label), input);
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** @param {HTMLElement} field */
function valueIn(field) {
  return field.querySelector("input")?.value.trim() ?? "";
}

new Room(JSON.parse(document.getElementById("quiz")?.textContent ?? "")).open();
