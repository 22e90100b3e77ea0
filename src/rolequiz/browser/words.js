// Result → sentences: src/rolequiz/pages/result.py and why.py in JavaScript.
//
// Which sentence is said is decided here once more; how it reads is not: every sentence is one of
// `quiz.sentences`, which Python writes into the page from src/rolequiz/pages/sentences.py.
// tests/browser/test_words.py holds that a page says nothing that the text format does not say.
// Texts are as they are shown: Python has made what steers in them visible. `tell` is what a page
// calls.

"use strict";

/**
 * A quiz with all that a page says of it.
 * @typedef {Omit<Quiz, "dimensions" | "questions" | "roles" | "families"> & {
 *   title: string,
 *   hash: string,
 *   evidence: string,
 *   dimensions: Dimension[],
 *   questions: AskedQuestion[],
 *   roles: CardRole[],
 *   families: {id: string, name: string, about: string}[],
 *   sentences: Record<string, string>,
 *   headings: Record<string, string>,
 *   welcome: string[],
 *   matters: string,
 *   tag: number,
 *   to: {url: string, host: string} | null,
 * }} WholeQuiz
 *
 * @typedef {{id: string, low: string, high: string, about: string}} Dimension
 * @typedef {QuizOption & {text: string}} AskedOption
 * @typedef {Omit<Question, "options"> & {text: string, options: AskedOption[]}} AskedQuestion
 * @typedef {QuizRole & {summary: string, card: Card}} CardRole
 * @typedef {Record<string, string[] | Record<string, string>>} Card part → texts
 */

/**
 * A result in words, as `rolequiz.pages.result.result_page` has it; what there is nothing to say
 * about is empty or null.
 * @typedef {Object} Told
 * @property {string} headline
 * @property {string[]} lead
 * @property {{speaks: "for" | "against", chain: string}[]} reasons
 * @property {Fact[]} facts
 * @property {string[]} talk
 * @property {{id: string, name: string, fit: string, share: number, marked: boolean}[]} fits
 * @property {string[]} legend
 * @property {string} standsTitle
 * @property {Stand[]} stands
 * @property {CardRole | null} leader the role that is marked where somebody stands
 * @property {CardRole[]} cards the roles to read about
 * @property {string[]} few
 * @property {Fact | null} ask
 * @property {string[]} meanings
 * @property {string} note
 *
 * @typedef {{label: string, text: string}} Fact
 *
 * Where somebody and the leader stand between two poles, −1…1, and the same in words.
 * @typedef {Object} Stand
 * @property {Dimension} dimension
 * @property {number | null} you
 * @property {number | null} role
 * @property {string} words
 * @property {string} noAnswer
 */

const NAMES_IN_HEADLINE = 3;
const REASONS_FOR = 3;
const REASONS_AGAINST = 1;
const STATEMENT_LENGTH = 100;
const TALKING_POINTS = ["talk-1", "talk-2", "talk-3"];

/** What sentences are made of: a quiz, what was answered, what it came to, and who leads. */
class Case {
  /**
   * @param {WholeQuiz} quiz
   * @param {Sheet} sheet
   */
  constructor(quiz, sheet) {
    this.quiz = quiz;
    this.sheet = sheet;
    this.result = score(quiz, sheet);
    this.decided = ["clear", "leaning", "close"].includes(this.result.verdict);
    this.leader = this.role(this.result.roles[0].id);
    const { versus } = this.result.reasons;
    this.runnerUp = versus && this.role(versus.role);
  }

  /**
   * Returns a sentence with its texts filled in.
   * @param {string} sentence
   * @param {Record<string, string | number>} texts
   */
  say(sentence, texts = {}) {
    return filled(this.quiz.sentences[sentence], texts);
  }

  /** @param {string} id */
  role(id) {
    return this.quiz.roles.filter((role) => role.id === id)[0];
  }

  /** @param {string[]} ids */
  names(ids) {
    return ids.map((id) => this.role(id).name);
  }

  /**
   * Returns a role's unit profile on a dimension, 0 where nothing was asked about it.
   * @param {string} id
   * @param {Dimension} dimension
   */
  direction(id, dimension) {
    const role = this.result.roles.filter((each) => each.id === id)[0];
    return role.direction ? role.direction[this.quiz.dimensions.indexOf(dimension)] : 0;
  }

  /** @param {Dimension} dimension */
  position(dimension) {
    return this.result.dimensions[this.quiz.dimensions.indexOf(dimension)].position ?? 0;
  }
}

/**
 * Returns what a page says of somebody's result.
 * @param {WholeQuiz} quiz
 * @param {Sheet} sheet
 * @returns {Told}
 */
function tell(quiz, sheet) {
  const it = new Case(quiz, sheet);
  const { verdict, answered, questions } = it.result;
  const enough = verdict !== "insufficient";
  return {
    headline: headline(it),
    lead: lead(it),
    reasons: reasons(it),
    facts: facts(it),
    talk: talkingPoints(it),
    fits: enough ? fits(it) : [],
    legend: enough ? legend(it) : [],
    standsTitle: it.say(enough ? "stands-title" : "stands-so-far"),
    stands: answered ? it.quiz.dimensions.map((dimension) => stand(it, dimension)) : [],
    leader: it.decided ? it.leader : null,
    cards: cards(it),
    few: answered && !enough ? [it.say("few")] : [],
    ask: ask(it),
    meanings: meanings(it),
    note: it.say("answered", { answered, questions, explore: it.say("explore") }),
  };
}

// --- The answer ----------------------------------------------------------------------------------

/** @param {Case} it */
function headline(it) {
  const names = shortened(it, it.names(it.result.contenders));
  const [leader, ...others] = names;
  switch (it.result.verdict) {
    case "clear":
      return it.say("clear", { leader });
    case "flat":
    case "insufficient":
      return it.say(it.result.verdict);
    case "close":
      if (others.length) return it.say("between", { names: listing(names) });
  }
  return others.length
    ? it.say("ahead", { leader, others: listing(others) })
    : it.say("ahead-of-all", { leader });
}

/**
 * @param {Case} it
 * @param {string[]} names
 */
function shortened(it, names) {
  const count = names.length - NAMES_IN_HEADLINE;
  return count <= 0 ? names : [...names.slice(0, NAMES_IN_HEADLINE), it.say("others", { count })];
}

/** @param {Case} it */
function lead(it) {
  const { name, summary } = it.leader;
  switch (it.result.verdict) {
    case "close":
      return [it.say("close-lead", { leader: name, summary })];
    case "flat": {
      const asked = it.result.roles.some((role) => role.fit !== null);
      return asked ? [it.say("flat-lead"), it.say("flat-why")] : [it.say("nothing-asked")];
    }
    case "insufficient":
      return tooFew(it);
  }
  return summary ? [summary] : [];
}

/**
 * Says how many more answers a recommendation takes [7], the heaviest questions first.
 * @param {Case} it
 */
function tooFew(it) {
  const { answered, questions } = it.result;
  const weights = it.quiz.questions.map((question) => question.weight);
  const given = it.quiz.questions.filter(({ id }) => Object.hasOwn(it.sheet.answers, id));
  const left = it.quiz.questions.filter((question) => !given.includes(question));
  const heaviest = left.map((question) => question.weight).sort((a, b) => b - a);
  let missing = LEAST_ANSWERED * sum(weights) - sum(given.map((question) => question.weight));
  let more = 0;
  while (missing > EPSILON) missing -= heaviest[more++];
  return [
    it.say("too-few", {
      answered,
      questions,
      weighted: new Set(weights).size > 1 ? it.say("by-weight") : "",
      least: new Set(heaviest).size === 1 ? "" : it.say("at-least"),
      more: counted(more, "more answer"),
    }),
    it.say("too-few-why"),
  ];
}

// --- The answers that speak for the leader and against it [4] ------------------------------------

/** @param {Case} it */
function reasons(it) {
  if (!it.decided) return [];
  const design = designOf(it.quiz, it.sheet);
  const { for: speaksFor, against } = it.result.reasons;
  const strongest = new Map(
    [...speaksFor, ...against].map((reason) => [reason, strongestOf(it, design, reason)])
  );
  const told = [...varied(speaksFor, strongest), ...against.slice(0, REASONS_AGAINST)];
  return told.map((reason) => chain(it, reason, it.quiz.dimensions[strongest.get(reason) ?? 0]));
}

/**
 * Returns the weightiest reasons, on different dimensions as far as there are any.
 * @param {Reason[]} speaksFor
 * @param {Map<Reason, number>} strongest
 */
function varied(speaksFor, strongest) {
  const seen = new Set();
  const weightiest = speaksFor.filter((reason) => {
    const dimension = strongest.get(reason);
    return !seen.has(dimension) && seen.add(dimension);
  });
  const others = speaksFor.filter((reason) => !weightiest.includes(reason));
  const first = [...weightiest, ...others].slice(0, REASONS_FOR);
  return speaksFor.filter((reason) => first.includes(reason));
}

/**
 * Returns the dimension (by its place) that gives most of a reason's points, or takes most.
 * @param {Case} it
 * @param {Design} design
 * @param {Reason} reason
 */
function strongestOf(it, { items, scale }, reason) {
  const item = items.filter(({ question }) => question.id === reason.question)[0];
  const touched = it.quiz.dimensions.map((_, d) => d).filter((d) => item.most[d] > 0);
  const sign = reason.points > 0 ? 1 : -1;
  const share = (/** @type {number} */ d) =>
    sign * item.answer[d] * (it.direction(it.leader.id, it.quiz.dimensions[d]) / scale[d]);
  return touched.reduce((best, d) => (share(d) > share(best) ? d : best));
}

/**
 * @param {Case} it
 * @param {Reason} reason
 * @param {Dimension} dimension
 */
function chain(it, reason, dimension) {
  const question = it.quiz.questions.filter(({ id }) => id === reason.question)[0];
  const chosen = question.options.filter(({ id }) => id === reason.answer)[0];
  const loading = valueOr0(chosen.loadings, dimension.id);
  /** @type {"for" | "against"} */
  const speaks = reason.points > 0 ? "for" : "against";
  const double = it.sheet.matters.includes(question.id) ? it.say("double") : "";
  const texts = {
    given: `${given(it, question, chosen)}${double}`,
    pole: pole(dimension, loading),
    role: it.leader.name,
    other: pole(dimension, -loading),
  };
  return { speaks, chain: it.say(speaks, texts) };
}

/**
 * Quotes an answer; a step of a scale means nothing without the start of its statement.
 * @param {Case} it
 * @param {AskedQuestion} question
 * @param {AskedOption} chosen
 */
function given(it, question, chosen) {
  if (typeof chosen.id === "string") return quoted(it, chosen.text);
  const statement = quoted(it, start(it, question.text));
  return it.say("step", { statement, step: chosen.text });
}

/**
 * @param {Case} it
 * @param {string} text
 */
function start(it, text) {
  const signs = [...text];
  if (signs.length <= STATEMENT_LENGTH) return text;
  const cut = signs.slice(0, STATEMENT_LENGTH + 1).join("").trimEnd();
  const words = cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut;
  return it.say("cut", { start: words.replace(/[ ,;:.]+$/, "") });
}

// --- What stands beside the reasons --------------------------------------------------------------

/**
 * @param {Case} it
 * @returns {Fact[]}
 */
function facts(it) {
  const leader = it.leader.name;
  const found = side(it);
  const add = (/** @type {string} */ label, /** @type {string} */ text) =>
    found.push({ label: it.say(label), text });
  if (!it.decided) return found;
  if (!it.result.reasons.against.length) {
    add("nothing-against-label", it.say("nothing-against", { leader }));
  }
  add("how-sure", howSure(it));
  if (it.quiz.evidence) add("how-tested", it.quiz.evidence);
  if (it.result.verdict === "close") {
    const roles = inQuestion(it);
    const apart = separators(it, roles).filter((each) => spread(it, roles, each) > EPSILON);
    const labels = ["differs", "also-differs"];
    apart.slice(0, 2).forEach((each, at) => add(labels[at], whoLeans(it, each)));
  }
  if (it.runnerUp) {
    add(it.result.tied.length > 1 ? "level-label" : "next", difference(it, it.leader, it.runnerUp));
  }
  const also = it.names(it.result.contenders.slice(NAMES_IN_HEADLINE));
  if (also.length) add("also-near", it.say("names", { names: listing(also) }));
  return found;
}

/**
 * Says on which side somebody stands, whether a single role stands out or not.
 * @param {Case} it
 * @returns {Fact[]}
 */
function side(it) {
  const { families, side, verdict, recommendation } = it.result;
  if (families.length < 2 || verdict === "insufficient") return [];
  const label = it.say("which-side");
  const fitting = families.map(({ name, fit }) => it.say("family", { name, fit: figure(fit) }));
  if (side === null) {
    return [{ label, text: it.say("no-side", { families: listing(fitting) }) }];
  }
  const { about } = it.quiz.families.filter(({ id }) => id === side)[0];
  const [first, ...others] = fitting;
  const texts = { first, others: listing(others), about };
  let text = it.say(about ? "side-about" : "side", texts);
  const [{ stability }] = families;
  if (stability !== null) text += it.say("side-lasts", { often: sureness(it, stability) });
  if (recommendation && it.leader.family !== side) text += belongs(it);
  return [{ label, text }];
}

/**
 * Says where the leading role belongs that is not of the side on which somebody stands.
 * @param {Case} it
 */
function belongs(it) {
  const { name, family } = it.leader;
  const { families } = it.quiz;
  if (!family) return it.say(families.length === 2 ? "on-both" : "on-all", { leader: name });
  return it.say("of-family", { leader: name, family: named(families, family) });
}

/** @param {Case} it */
function howSure(it) {
  const { tied, stability, verdict } = it.result;
  if (!it.runnerUp || stability === null) return it.say("alone");
  if (tied.length > 1) return it.say("level", { names: listing(it.names(tied)) });
  const often = sureness(it, stability);
  const sentences = { clear: "fairly-sure", leaning: "not-very-sure", close: "not-sure" };
  const sentence =
    often === it.say("surest") ? "very-sure" : sentences[/** @type {"clear"} */ (verdict)];
  return it.say(sentence, { leader: it.leader.name, often });
}

/**
 * Says how the other role's work differs, from whichever card does.
 * @param {Case} it
 * @param {CardRole} leader
 * @param {CardRole} other
 */
function difference(it, leader, other) {
  const text = confused(leader, other) || confused(other, leader) || other.summary;
  const { name } = other;
  return text.toLowerCase().includes(name.toLowerCase()) ? text : it.say("named", { name, text });
}

/**
 * @param {CardRole} role
 * @param {CardRole} other
 */
function confused({ card }, { id }) {
  return Object.entries(card.confused_with).find(([role]) => role === id)?.[1];
}

/**
 * @param {Case} it
 * @param {Dimension} dimension
 */
function whoLeans(it, dimension) {
  const leaning = inQuestion(it).map((id) => ({ id, at: it.direction(id, dimension) }));
  const order = leaning.sort((one, other) => one.at - other.at).map(({ id }) => id);
  const [low, high] = it.names([order[0], order[order.length - 1]]);
  const roles = { low_role: low, high_role: high };
  const you = lean(it, dimension, it.position(dimension));
  return it.say("who-leans", { ...roles, low: dimension.low, high: dimension.high, lean: you });
}

// --- Which roles are in question, and what separates them ----------------------------------------

/**
 * Returns the contenders, with the runner-up where the leader is the only one.
 *
 * Where no role stands out, these are the two that are most unlike.
 * @param {Case} it
 */
function inQuestion(it) {
  const { contenders, roles } = it.result;
  if (it.decided) {
    return contenders.length === 1 && it.runnerUp ? [...contenders, it.runnerUp.id] : contenders;
  }
  const directions = it.quiz.roles.flatMap(({ id }) => {
    const { direction } = roles.filter((role) => role.id === id)[0];
    return direction ? [{ id, to: direction }] : [];
  });
  const pairs = directions.flatMap((one, at) =>
    directions
      .slice(at + 1)
      .map((other) => ({ ids: [one.id, other.id], alike: dot(one.to, other.to) }))
  );
  if (!pairs.length) return it.quiz.roles.slice(0, 2).map(({ id }) => id);
  return pairs.reduce((best, pair) => (pair.alike < best.alike ? pair : best)).ids;
}

/**
 * Returns the dimensions in the order in which they separate roles, the widest first.
 * @param {Case} it
 * @param {string[]} roles
 */
function separators(it, roles) {
  const apart = new Map(it.quiz.dimensions.map((each) => [each, spread(it, roles, each)]));
  return [...apart].sort(([, one], [, other]) => other - one).map(([dimension]) => dimension);
}

/**
 * Returns the distance between roles' unit profiles on a dimension, 0–2.
 * @param {Case} it
 * @param {string[]} roles
 * @param {Dimension} dimension
 */
function spread(it, roles, dimension) {
  const values = roles.map((id) => it.direction(id, dimension));
  return Math.max(...values) - Math.min(...values);
}

/**
 * Asks about what sets the roles in question apart.
 * @param {Case} it
 */
function talkingPoints(it) {
  if (!["close", "flat"].includes(it.result.verdict)) return [];
  const dimensions = separators(it, inQuestion(it));
  return TALKING_POINTS.map((question, at) => {
    const { low, high } = dimensions[at % dimensions.length];
    return it.say(question, { low, high });
  });
}

// --- Fits and positions --------------------------------------------------------------------------

/** @param {Case} it */
function fits(it) {
  return it.result.roles.flatMap(({ id, name, fit }) => {
    if (fit === null) return [];
    const marked = it.decided && id === it.leader.id;
    return [{ id, name, fit: figure(fit), share: fit / 100, marked }];
  });
}

/** @param {Case} it */
function legend(it) {
  const unknown = it.result.roles.filter(({ fit }) => fit === null).map(({ name }) => name);
  const flat = it.result.verdict === "flat" && unknown.length < it.result.roles.length;
  const legend = it.say("legend");
  return [
    ...(unknown.length ? [it.say("unknown", { names: listing(unknown) })] : []),
    flat ? it.say("random-legend", { legend }) : legend,
  ];
}

/**
 * Says where the person stands on a dimension, with the role that is marked.
 * @param {Case} it
 * @param {Dimension} dimension
 * @returns {Stand}
 */
function stand(it, dimension) {
  const { low, high } = dimension;
  const you = it.result.dimensions[it.quiz.dimensions.indexOf(dimension)].position;
  const role = it.decided ? valueOr0(it.leader.profile, dimension.id) / 2 : 0;
  const leaning = { role: it.leader.name, lean: lean(it, dimension, role) };
  const places = it.decided ? [it.say("role-leans", leaning)] : [];
  if (you !== null) {
    const of = roundedEven(Math.abs(you) * 100);
    places.unshift(it.say("you-lean", { lean: lean(it, dimension, you), of }));
  }
  const said = you === null ? it.say("no-answer") : places.join("; ");
  const words = it.say("place", { low, high, places: said });
  return { dimension, you, role: role || null, words, noAnswer: it.say("no-answer") };
}

/**
 * Returns where the person and the role are furthest apart, as something to ask about.
 * @param {Case} it
 * @returns {Fact | null}
 */
function ask(it) {
  if (!it.decided) return null;
  const { profile, name: leader } = it.leader;
  const apart = it.quiz.dimensions.flatMap((dimension, d) => {
    const { position } = it.result.dimensions[d];
    const role = valueOr0(profile, dimension.id);
    const by = (position ?? 0) - role / 2;
    return position !== null && role && Math.abs(by) > EPSILON
      ? [{ dimension, position, role, by }]
      : [];
  });
  if (!apart.length) return null;
  const { dimension, position, role, by } = apart.reduce((widest, each) =>
    Math.abs(each.by) > Math.abs(widest.by) ? each : widest
  );
  const towards = pole(dimension, role);
  const common = { leader, ask: it.say("ask", { pole: towards }) };
  const further = by * role > 0 ? "ask-more" : "ask-less";
  const leans = { you: lean(it, dimension, position), role: lean(it, dimension, role / 2) };
  const text =
    position * role > 0
      ? it.say(further, { ...common, pole: towards })
      : it.say("ask-other", { ...common, ...leans });
  return { label: it.say("ask-label"), text };
}

/**
 * Returns the leader, or the two roles to compare where none is safely first.
 * @param {Case} it
 */
function cards(it) {
  const compared = ["close", "flat"].includes(it.result.verdict);
  if (compared) return inQuestion(it).slice(0, 2).map((id) => it.role(id));
  return it.decided ? [it.leader] : [];
}

/** @param {Case} it */
function meanings(it) {
  return it.quiz.dimensions.flatMap(({ low, high, about }) =>
    about ? [it.say("meaning", { poles: it.say("poles", { low, high }), about })] : []
  );
}

/**
 * Returns heading and texts for every part of a role's card that holds any.
 * @param {WholeQuiz} quiz
 * @param {CardRole} role
 */
function cardOf(quiz, role) {
  const parts = Object.entries(quiz.headings).map(([field, heading]) => {
    const texts = role.card[field];
    const said = Array.isArray(texts)
      ? texts
      : Object.entries(texts).map(([id, text]) => `${named(quiz.roles, id)}: ${text}`);
    return { heading, texts: said };
  });
  return parts.filter(({ texts }) => texts.length);
}

// --- Phrases and figures: src/rolequiz/pages/sentences.py ----------------------------------------

/**
 * Returns stability [5], 0–1, in words that people use.
 * @param {Case} it
 * @param {number} stability
 */
function sureness(it, stability) {
  if (stability >= 0.95) return it.say("surest");
  const tenths = Math.ceil(10 * stability - 0.5);
  return tenths ? it.say("sure", { tenths }) : it.say("least-sure");
}

/**
 * Returns a fit as it is shown: one decimal.
 * @param {number} value
 */
function figure(value) {
  // half of the last digit shown, where it is exact in binary, goes to the even one, as in Python
  const half = Number.isInteger(4 * value) && !Number.isInteger(2 * value);
  return (half ? roundedEven(10 * value) / 10 : value).toFixed(1);
}

/**
 * Returns the nearest whole number; of two as near, the even one, as Python's round does.
 * @param {number} value
 */
function roundedEven(value) {
  const below = Math.floor(value);
  const over = value - below;
  return over > 0.5 || (over === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/**
 * Puts a text in quotes, unless it is itself something that somebody says.
 * @param {Case} it
 * @param {string} text
 */
function quoted(it, text) {
  return text.startsWith("“") ? text : it.say("quoted", { text });
}

/**
 * Returns the pole that a position is nearer to.
 * @param {Dimension} dimension
 * @param {number} value
 */
function pole(dimension, value) {
  return value > 0 ? dimension.high : dimension.low;
}

/**
 * Returns a position, −1…1, in words that follow "you lean".
 * @param {Case} it
 * @param {Dimension} dimension
 * @param {number} value
 */
function lean(it, dimension, value) {
  const far = Math.abs(value);
  if (far <= EPSILON) return it.say("neither-way");
  const degree = far < 0.2 ? "slightly" : far < 0.6 ? "to" : "strongly";
  return it.say(degree, { pole: pole(dimension, value) });
}

/**
 * Returns a template with its texts filled in; braces in a text are only signs.
 * @param {string} template
 * @param {Record<string, string | number>} texts
 */
function filled(template, texts) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(texts[name]));
}

/**
 * Returns "1 answer", "2 answers".
 * @param {number} number
 * @param {string} thing
 */
function counted(number, thing) {
  return number === 1 ? `1 ${thing}` : `${number.toLocaleString("en")} ${thing}s`;
}

/**
 * Joins names as a sentence does: "A, B and C".
 * @param {string[]} names
 */
function listing(names) {
  const last = names.slice(-1);
  return [names.slice(0, -1).join(", "), ...last].filter(Boolean).join(" and ");
}
