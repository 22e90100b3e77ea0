// Result → sentences: src/rolequiz/pages/result.py and why.py in JavaScript.
//
// This decides again which sentences are shown; the sentences themselves are in `quiz.sentences`,
// which Python writes into the page from src/rolequiz/pages/sentences.py.
// tests/browser/test_words.py checks that a page says only what the text format says. All texts are
// safe to show: Python has made control characters in them visible. A page calls `resultText`.

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
 * @typedef {{confused_with: Record<string, string>} & Record<string, any>} Card part → texts
 */

/**
 * A result in words, as in `rolequiz.pages.result.result_page`; where there is nothing to say, a
 * part is empty or null.
 * @typedef {Object} ResultText
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

/** What sentences need: a quiz, a person's responses, their result, and the leader. */
class Context {
  /**
   * @param {WholeQuiz} quiz
   * @param {Responses} responses
   */
  constructor(quiz, responses) {
    this.quiz = quiz;
    this.responses = responses;
    this.result = score(quiz, responses);
    this.enough = this.result.verdict !== "insufficient";
    this.decided = ["clear", "leaning", "close"].includes(this.result.verdict);
    /** Whether no role is safely first, so that two are compared. */
    this.undecided = ["close", "flat"].includes(this.result.verdict);
    this.leader = byId(quiz.roles, this.result.roles[0].id);
    const { versus } = this.result.reasons;
    this.runnerUp = versus && byId(quiz.roles, versus.role);
  }

  /**
   * Returns a sentence with its texts filled in.
   * @param {string} sentence
   * @param {Record<string, string | number>} texts
   */
  say(sentence, texts = {}) {
    return filled(this.quiz.sentences[sentence], texts);
  }

  /** @param {string[]} ids */
  names(ids) {
    return ids.map((id) => byId(this.quiz.roles, id).name);
  }

  /**
   * Returns a role's unit profile on a dimension, 0 where nothing was asked about it.
   * @param {string} id
   * @param {Dimension} dimension
   */
  direction(id, dimension) {
    const { direction } = byId(this.result.roles, id);
    return direction ? direction[this.quiz.dimensions.indexOf(dimension)] : 0;
  }

  /**
   * Returns where the person stands, −1…1; null where nothing was asked about it.
   * @param {Dimension} dimension
   */
  position(dimension) {
    return byId(this.result.dimensions, dimension.id).position;
  }
}

/**
 * Returns what a page says of somebody's result.
 * @param {WholeQuiz} quiz
 * @param {Responses} responses
 * @returns {ResultText}
 */
function resultText(quiz, responses) {
  const ctx = new Context(quiz, responses);
  const { enough } = ctx;
  const { answered, questions } = ctx.result;
  return {
    headline: headline(ctx),
    lead: lead(ctx),
    reasons: reasons(ctx),
    facts: facts(ctx),
    talk: talkingPoints(ctx),
    fits: enough ? fits(ctx) : [],
    legend: enough ? legend(ctx) : [],
    standsTitle: ctx.say(enough ? "stands-title" : "stands-so-far"),
    stands: answered ? ctx.quiz.dimensions.map((dimension) => stand(ctx, dimension)) : [],
    leader: ctx.decided ? ctx.leader : null,
    cards: cards(ctx),
    few: answered && !enough ? [ctx.say("few")] : [],
    ask: ask(ctx),
    meanings: meanings(ctx),
    note: ctx.say("answered", { answered, questions, explore: ctx.say("explore") }),
  };
}

// --- The answer ----------------------------------------------------------------------------------

/** @param {Context} ctx */
function headline(ctx) {
  const names = firstNames(ctx, ctx.names(ctx.result.contenders));
  const [leader, ...others] = names;
  switch (ctx.result.verdict) {
    case "clear":
      return ctx.say("clear", { leader });
    case "flat":
    case "insufficient":
      return ctx.say(ctx.result.verdict);
    case "close":
      if (others.length) return ctx.say("between", { names: listing(names) });
  }
  return others.length
    ? ctx.say("ahead", { leader, others: listing(others) })
    : ctx.say("ahead-of-all", { leader });
}

/**
 * @param {Context} ctx
 * @param {string[]} names
 */
function firstNames(ctx, names) {
  const count = names.length - NAMES_IN_HEADLINE;
  return count <= 0 ? names : [...names.slice(0, NAMES_IN_HEADLINE), ctx.say("others", { count })];
}

/** @param {Context} ctx */
function lead(ctx) {
  const { name, summary } = ctx.leader;
  switch (ctx.result.verdict) {
    case "close":
      return [ctx.say("close-lead", { leader: name, summary })];
    case "flat": {
      const asked = ctx.result.roles.some((role) => role.fit !== null);
      return asked ? [ctx.say("flat-lead"), ctx.say("flat-why")] : [ctx.say("nothing-asked")];
    }
    case "insufficient":
      return tooFew(ctx);
  }
  return summary ? [summary] : [];
}

/**
 * Says how many more answers a recommendation takes [7], the heaviest questions first.
 * @param {Context} ctx
 */
function tooFew(ctx) {
  const { answered, questions } = ctx.result;
  const weights = ctx.quiz.questions.map((question) => question.weight);
  const isAnswered = ctx.quiz.questions.map(({ id }) => Object.hasOwn(ctx.responses.answers, id));
  const heaviest = weights.filter((_, at) => !isAnswered[at]).sort((a, b) => b - a);
  let missing = LEAST_ANSWERED * sum(weights) - sum(weights.filter((_, at) => isAnswered[at]));
  let more = 0;
  while (missing > EPSILON) missing -= heaviest[more++];
  return [
    ctx.say("too-few", {
      answered,
      questions,
      weighted: new Set(weights).size > 1 ? ctx.say("by-weight") : "",
      least: new Set(heaviest).size === 1 ? "" : ctx.say("at-least"),
      more: more === 1 ? "1 more answer" : `${more.toLocaleString("en")} more answers`,
    }),
    ctx.say("too-few-why"),
  ];
}

// --- The answers that speak for the leader and against it [4] ------------------------------------

/** @param {Context} ctx */
function reasons(ctx) {
  if (!ctx.decided) return [];
  const design = designOf(ctx.quiz, ctx.responses);
  const { for: speaksFor, against } = ctx.result.reasons;
  const strongest = new Map(
    [...speaksFor, ...against].map((reason) => [reason, strongestOf(ctx, design, reason)])
  );
  const shown = [...varied(speaksFor, strongest), ...against.slice(0, REASONS_AGAINST)];
  return shown.map((reason) => chain(ctx, reason, ctx.quiz.dimensions[strongest.get(reason) ?? 0]));
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
 * @param {Context} ctx
 * @param {Design} design
 * @param {Reason} reason
 */
function strongestOf(ctx, { items, scale }, reason) {
  const item = items.filter(({ question }) => question.id === reason.question)[0];
  const touched = ctx.quiz.dimensions.map((_, d) => d).filter((d) => item.most[d] > 0);
  const sign = reason.points > 0 ? 1 : -1;
  const share = (/** @type {number} */ d) =>
    sign * item.answer[d] * (ctx.direction(ctx.leader.id, ctx.quiz.dimensions[d]) / scale[d]);
  return touched.reduce((best, d) => (share(d) > share(best) ? d : best));
}

/**
 * @param {Context} ctx
 * @param {Reason} reason
 * @param {Dimension} dimension
 */
function chain(ctx, reason, dimension) {
  const question = byId(ctx.quiz.questions, reason.question);
  const chosen = byId(question.options, reason.answer);
  const loading = own(chosen.loadings, dimension.id) ?? 0;
  /** @type {"for" | "against"} */
  const speaks = reason.points > 0 ? "for" : "against";
  const double = ctx.responses.matters.includes(question.id) ? ctx.say("double") : "";
  const texts = {
    given: `${answerText(ctx, question, chosen)}${double}`,
    pole: pole(dimension, loading),
    role: ctx.leader.name,
    other: pole(dimension, -loading),
  };
  return { speaks, chain: ctx.say(speaks, texts) };
}

/**
 * Quotes an answer; a step of a scale means nothing without the start of its statement.
 * @param {Context} ctx
 * @param {AskedQuestion} question
 * @param {AskedOption} chosen
 */
function answerText(ctx, question, chosen) {
  if (typeof chosen.id === "string") return quoted(ctx, chosen.text);
  const statement = quoted(ctx, shortened(ctx, question.text));
  return ctx.say("step", { statement, step: chosen.text });
}

/**
 * @param {Context} ctx
 * @param {string} text
 */
function shortened(ctx, text) {
  const characters = [...text];
  if (characters.length <= STATEMENT_LENGTH) return text;
  const cut = characters.slice(0, STATEMENT_LENGTH + 1).join("").trimEnd();
  const words = cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut;
  return ctx.say("cut", { start: words.replace(/[ ,;:.]+$/, "") });
}

// --- What stands beside the reasons --------------------------------------------------------------

/**
 * @param {Context} ctx
 * @returns {Fact[]}
 */
function facts(ctx) {
  const leader = ctx.leader.name;
  const all = side(ctx);
  const add = (/** @type {string} */ label, /** @type {string} */ text) =>
    all.push({ label: ctx.say(label), text });
  if (!ctx.decided) return all;
  if (!ctx.result.reasons.against.length) {
    add("nothing-against-label", ctx.say("nothing-against", { leader }));
  }
  add("how-sure", howSure(ctx));
  if (ctx.quiz.evidence) add("how-tested", ctx.quiz.evidence);
  if (ctx.result.verdict === "close") {
    const roles = inQuestion(ctx);
    const apart = separators(ctx, roles).filter((each) => spread(ctx, roles, each) > EPSILON);
    const labels = ["differs", "also-differs"];
    apart.slice(0, 2).forEach((each, at) => add(labels[at], whoLeans(ctx, each)));
  }
  if (ctx.runnerUp) {
    const level = ctx.result.tied.length > 1;
    add(level ? "level-label" : "next", difference(ctx, ctx.leader, ctx.runnerUp));
  }
  const also = ctx.names(ctx.result.contenders.slice(NAMES_IN_HEADLINE));
  if (also.length) add("also-near", ctx.say("names", { names: listing(also) }));
  return all;
}

/**
 * Says on which side somebody stands, whether a single role stands out or not.
 * @param {Context} ctx
 * @returns {Fact[]}
 */
function side(ctx) {
  const { families, side, recommendation } = ctx.result;
  if (families.length < 2 || !ctx.enough) return [];
  const label = ctx.say("which-side");
  const fitting = families.map(({ name, fit }) => ctx.say("family", { name, fit: figure(fit) }));
  if (side === null) {
    return [{ label, text: ctx.say("no-side", { families: listing(fitting) }) }];
  }
  const { about } = byId(ctx.quiz.families, side);
  const [first, ...others] = fitting;
  const texts = { first, others: listing(others), about };
  let text = ctx.say(about ? "side-about" : "side", texts);
  const [{ stability }] = families;
  if (stability !== null) text += ctx.say("side-lasts", { often: sureness(ctx, stability) });
  if (recommendation && ctx.leader.family !== side) text += belongs(ctx);
  return [{ label, text }];
}

/**
 * Says where the leading role belongs that is not of the side on which somebody stands.
 * @param {Context} ctx
 */
function belongs(ctx) {
  const { name, family } = ctx.leader;
  const { families } = ctx.quiz;
  if (!family) return ctx.say(families.length === 2 ? "on-both" : "on-all", { leader: name });
  return ctx.say("of-family", { leader: name, family: byId(families, family).name });
}

/** @param {Context} ctx */
function howSure(ctx) {
  const { tied, stability, verdict } = ctx.result;
  if (!ctx.runnerUp || stability === null) return ctx.say("alone");
  if (tied.length > 1) return ctx.say("level", { names: listing(ctx.names(tied)) });
  const often = sureness(ctx, stability);
  const sentences = { clear: "fairly-sure", leaning: "not-very-sure", close: "not-sure" };
  const sentence =
    often === ctx.say("surest") ? "very-sure" : sentences[/** @type {"clear"} */ (verdict)];
  return ctx.say(sentence, { leader: ctx.leader.name, often });
}

/**
 * Says how the other role's work differs, from whichever card does.
 * @param {Context} ctx
 * @param {CardRole} leader
 * @param {CardRole} other
 */
function difference(ctx, leader, other) {
  const text =
    own(leader.card.confused_with, other.id) ||
    own(other.card.confused_with, leader.id) ||
    other.summary;
  const { name } = other;
  return text.toLowerCase().includes(name.toLowerCase()) ? text : ctx.say("named", { name, text });
}

/**
 * @param {Context} ctx
 * @param {Dimension} dimension
 */
function whoLeans(ctx, dimension) {
  const leaning = inQuestion(ctx).map((id) => ({ id, at: ctx.direction(id, dimension) }));
  const order = leaning.sort((one, other) => one.at - other.at).map(({ id }) => id);
  const [low, high] = ctx.names([order[0], order[order.length - 1]]);
  const roles = { low_role: low, high_role: high };
  const you = lean(ctx, dimension, ctx.position(dimension) ?? 0);
  return ctx.say("who-leans", { ...roles, low: dimension.low, high: dimension.high, lean: you });
}

// --- Which roles are in question, and what separates them ----------------------------------------

/**
 * Returns the contenders, with the runner-up where the leader is the only one.
 *
 * Where no role stands out, these are the two that are most unlike.
 * @param {Context} ctx
 */
function inQuestion(ctx) {
  const { contenders, roles } = ctx.result;
  if (ctx.decided) {
    return contenders.length === 1 && ctx.runnerUp ? [...contenders, ctx.runnerUp.id] : contenders;
  }
  const directions = ctx.quiz.roles.flatMap(({ id }) => {
    const { direction } = byId(roles, id);
    return direction ? [{ id, to: direction }] : [];
  });
  const pairs = directions.flatMap((one, at) =>
    directions
      .slice(at + 1)
      .map((other) => ({ ids: [one.id, other.id], alike: dot(one.to, other.to) }))
  );
  if (!pairs.length) return ctx.quiz.roles.slice(0, 2).map(({ id }) => id);
  return pairs.reduce((best, pair) => (pair.alike < best.alike ? pair : best)).ids;
}

/**
 * Returns the dimensions in the order in which they separate roles, the widest first.
 * @param {Context} ctx
 * @param {string[]} roles
 */
function separators(ctx, roles) {
  const apart = new Map(ctx.quiz.dimensions.map((each) => [each, spread(ctx, roles, each)]));
  return [...apart].sort(([, one], [, other]) => other - one).map(([dimension]) => dimension);
}

/**
 * Returns the distance between roles' unit profiles on a dimension, 0–2.
 * @param {Context} ctx
 * @param {string[]} roles
 * @param {Dimension} dimension
 */
function spread(ctx, roles, dimension) {
  const values = roles.map((id) => ctx.direction(id, dimension));
  return Math.max(...values) - Math.min(...values);
}

/**
 * Asks about what sets the roles in question apart.
 * @param {Context} ctx
 */
function talkingPoints(ctx) {
  if (!ctx.undecided) return [];
  const dimensions = separators(ctx, inQuestion(ctx));
  return TALKING_POINTS.map((question, at) => {
    const { low, high } = dimensions[at % dimensions.length];
    return ctx.say(question, { low, high });
  });
}

// --- Fits and positions --------------------------------------------------------------------------

/** @param {Context} ctx */
function fits(ctx) {
  return ctx.result.roles.flatMap(({ id, name, fit }) => {
    if (fit === null) return [];
    const marked = ctx.decided && id === ctx.leader.id;
    return [{ id, name, fit: figure(fit), share: fit / 100, marked }];
  });
}

/** @param {Context} ctx */
function legend(ctx) {
  const unknown = ctx.result.roles.filter(({ fit }) => fit === null).map(({ name }) => name);
  const flat = ctx.result.verdict === "flat" && unknown.length < ctx.result.roles.length;
  const legend = ctx.say("legend");
  return [
    ...(unknown.length ? [ctx.say("unknown", { names: listing(unknown) })] : []),
    flat ? ctx.say("random-legend", { legend }) : legend,
  ];
}

/**
 * Says where the person stands on a dimension, with the role that is marked.
 * @param {Context} ctx
 * @param {Dimension} dimension
 * @returns {Stand}
 */
function stand(ctx, dimension) {
  const { low, high } = dimension;
  const you = ctx.position(dimension);
  const role = ctx.decided ? (own(ctx.leader.profile, dimension.id) ?? 0) / 2 : 0;
  const leaning = { role: ctx.leader.name, lean: lean(ctx, dimension, role) };
  const parts = ctx.decided ? [ctx.say("role-leans", leaning)] : [];
  if (you !== null) {
    const of = roundedEven(Math.abs(you) * 100);
    parts.unshift(ctx.say("you-lean", { lean: lean(ctx, dimension, you), of }));
  }
  const noAnswer = ctx.say("no-answer");
  const words = ctx.say("place", { low, high, places: you === null ? noAnswer : parts.join("; ") });
  return { dimension, you, role: role || null, words, noAnswer };
}

/**
 * Returns where the person and the role are furthest apart, as something to ask about.
 * @param {Context} ctx
 * @returns {Fact | null}
 */
function ask(ctx) {
  if (!ctx.decided) return null;
  const { profile, name: leader } = ctx.leader;
  const apart = ctx.quiz.dimensions.flatMap((dimension) => {
    const position = ctx.position(dimension);
    const role = own(profile, dimension.id) ?? 0;
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
  const common = { leader, ask: ctx.say("ask", { pole: towards }) };
  const further = by * role > 0 ? "ask-more" : "ask-less";
  const leans = { you: lean(ctx, dimension, position), role: lean(ctx, dimension, role / 2) };
  const text =
    position * role > 0
      ? ctx.say(further, { ...common, pole: towards })
      : ctx.say("ask-other", { ...common, ...leans });
  return { label: ctx.say("ask-label"), text };
}

/**
 * Returns the leader, or the two roles to compare where none is safely first.
 * @param {Context} ctx
 */
function cards(ctx) {
  if (ctx.undecided) return inQuestion(ctx).slice(0, 2).map((id) => byId(ctx.quiz.roles, id));
  return ctx.decided ? [ctx.leader] : [];
}

/** @param {Context} ctx */
function meanings(ctx) {
  return ctx.quiz.dimensions.flatMap(({ low, high, about }) =>
    about ? [ctx.say("meaning", { poles: ctx.say("poles", { low, high }), about })] : []
  );
}

/**
 * Returns heading and texts for every part of a role's card that holds any.
 * @param {WholeQuiz} quiz
 * @param {CardRole} role
 */
function cardOf(quiz, role) {
  const parts = Object.entries(quiz.headings).map(([field, heading]) => {
    const part = role.card[field];
    const texts = Array.isArray(part)
      ? part
      : Object.entries(part).map(([id, text]) => `${byId(quiz.roles, id).name}: ${text}`);
    return { heading, texts };
  });
  return parts.filter(({ texts }) => texts.length);
}

// --- Phrases and figures: src/rolequiz/pages/sentences.py ----------------------------------------

/**
 * Returns stability [5], 0–1, in words that people use.
 * @param {Context} ctx
 * @param {number} stability
 */
function sureness(ctx, stability) {
  if (stability >= 0.95) return ctx.say("surest");
  const tenths = Math.ceil(10 * stability - 0.5);
  return tenths ? ctx.say("sure", { tenths }) : ctx.say("least-sure");
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
 * @param {Context} ctx
 * @param {string} text
 */
function quoted(ctx, text) {
  return text.startsWith("“") ? text : ctx.say("quoted", { text });
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
 * @param {Context} ctx
 * @param {Dimension} dimension
 * @param {number} value
 */
function lean(ctx, dimension, value) {
  const far = Math.abs(value);
  if (far <= EPSILON) return ctx.say("neither-way");
  const degree = far < 0.2 ? "slightly" : far < 0.6 ? "to" : "strongly";
  return ctx.say(degree, { pole: pole(dimension, value) });
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
 * Joins names as a sentence does: "A, B and C".
 * @param {string[]} names
 */
function listing(names) {
  const last = names.slice(-1);
  return [names.slice(0, -1).join(", "), ...last].filter(Boolean).join(" and ");
}
