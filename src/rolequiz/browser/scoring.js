// Responses → Design → Figures → Result: docs/method.md in JavaScript, for pages that score.
//
// The words and sections are those of src/rolequiz/scoring, and the numbers in brackets those of
// docs/method.md, "Figures". tests/browser/test_scoring.py checks that both give the same figures.
// Python shares work between people who answered the same questions; here there is one person, so
// every figure is worked out as the method states it.
//
// A vector is an array of numbers over the quiz's dimensions, in their order. A page calls `score`
// and `stopIsDue`.

"use strict";

/**
 * What scoring reads of a quiz, which rolequiz.browser writes into the page.
 * @typedef {Object} Quiz
 * @property {{id: string, low: string, high: string}[]} dimensions
 * @property {Question[]} questions
 * @property {QuizRole[]} roles
 * @property {{id: string, name: string}[]} families
 *
 * @typedef {Object} Question
 * @property {string} id
 * @property {number} weight
 * @property {QuizOption[]} options
 *
 * @typedef {string | number} OptionId a choice's option id, or a scale's step from 1
 * @typedef {Record<string, number>} Loadings dimension id → −2…2; an absent dimension is 0
 * @typedef {{id: OptionId, loadings: Loadings}} QuizOption
 * @typedef {{id: string, name: string, family: string, profile: Loadings}} QuizRole
 */

/**
 * One person's answers; a question that is not in `answers` was skipped.
 * @typedef {Object} Responses
 * @property {Record<string, OptionId>} answers question id → option id
 * @property {string[]} matters the questions marked "this matters to me"
 * @property {boolean} [stopped] whether this person took the offer to stop early
 */

/** @typedef {number[]} Vector */

/** Differences of at most this are zero in every comparison. */
const EPSILON = 1e-9;
/** Sums of loadings up to here count as none. */
const TINIEST = 1e-300;
/** The share of the quiz's weight that must be answered for a recommendation. */
const LEAST_ANSWERED = 2 / 3;
/** The stability from which a verdict is no longer close, and that of a clear one. */
const CLOSE_BELOW = 0.5;
const CLEAR_FROM = 0.8;
/** How many answers it takes before stopping early may be offered, and before it may be again. */
const STOP_FROM = 12;
const STOP_AGAIN_FROM = 22;
/** How many standard deviations of random answers it takes to be on a side. */
const BAR = 1.96;

// --- Numbers ---------------------------------------------------------------------------------

/**
 * Returns a sum as if it were rounded once, like Python's fsum, so that both come to equal figures.
 *
 * What is added so far is kept in parts that do not overlap, the smallest first (Shewchuk 1997,
 * "Adaptive precision floating-point arithmetic and fast robust geometric predicates").
 * @param {number[]} numbers
 */
function sum(numbers) {
  /** @type {number[]} */
  const parts = [];
  for (let total of numbers) {
    let kept = 0;
    for (const part of parts) {
      const [large, small] = Math.abs(total) < Math.abs(part) ? [part, total] : [total, part];
      total = large + small;
      const rest = small - (total - large);
      if (rest) parts[kept++] = rest;
    }
    parts.length = kept;
    parts.push(total);
  }
  return parts.reduceRight((total, part) => total + part, 0);
}

/**
 * Returns the inner product of two vectors.
 * @param {Vector} one
 * @param {Vector} other
 */
function dot(one, other) {
  return sum(one.map((value, at) => value * other[at]));
}

/**
 * Returns the standard deviation of some numbers.
 * @param {number[]} numbers
 */
function spreadOf(numbers) {
  const mean = sum(numbers) / numbers.length;
  return Math.hypot(...numbers.map((number) => number - mean)) / Math.sqrt(numbers.length);
}

/**
 * Returns Φ(z), the share of a normal distribution below z; for z ≥ 0, within 1e-15.
 *
 * Φ(z) = ½ + e^(−z²/2)/√(2π) · (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …), Abramowitz & Stegun 26.2.11.
 * No term is negative, so no digits are lost.
 * @param {number} z
 */
function normalBelow(z) {
  if (z > 9) return 1; // what is left, 1e-19, is less than a number near 1 can tell
  let term = z;
  let total = z;
  for (let odd = 3; term > total * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    total += term;
  }
  return 0.5 + (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * total;
}

/**
 * Returns indices by figure, the largest first.
 *
 * Where figures are level, within EPSILON of the largest of them, the order given decides.
 * @param {number[]} figures
 */
function largestFirst(figures) {
  const order = figures.map((_, at) => at).sort((a, b) => figures[b] - figures[a]);
  /** @type {number[][]} */
  const levels = [];
  for (const at of order) {
    const level = levels[levels.length - 1];
    if (level && figures[level[0]] - figures[at] <= EPSILON) level.push(at);
    else levels.push([at]);
  }
  return levels.flatMap((level) => level.sort((a, b) => a - b));
}

/**
 * Returns what a mapping has for a key of its own. A key may be "constructor", which every object
 * inherits.
 * @template Value
 * @param {Record<string, Value>} mapping
 * @param {string} key
 * @returns {Value | undefined}
 */
function own(mapping, key) {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/**
 * Returns the thing that has an id, which there must be.
 * @template {{id: string | number}} Thing
 * @param {Thing[]} things
 * @param {string | number} id
 */
function byId(things, id) {
  return things.filter((thing) => thing.id === id)[0];
}

// --- Design: the answered questions, and what figures rest on --------------------------------

/**
 * A question that was answered, at its weight.
 * @typedef {Object} Item
 * @property {Question} question
 * @property {Vector[]} contributions option by option: w · loading
 * @property {Vector} most w · max over options |loading|
 * @property {OptionId} chosen the option that was chosen
 * @property {Vector} answer its contribution
 */

/**
 * @typedef {Object} Design
 * @property {Item[]} items the answered questions, in the quiz's order
 * @property {Vector} asked how many of them touch each dimension
 * @property {Vector} scale Σ w · max |loading|, by which a position's sum is divided [1]
 * @property {number} chance the ‖u‖² that random answers to the same questions give [7]
 * @property {boolean} enough whether they carry enough weight for a recommendation [7]
 * @property {boolean} touchesAll whether they touch every dimension that the quiz asks about
 */

/**
 * Returns the questions that somebody answered.
 * @param {Quiz} quiz
 * @param {Responses} responses
 * @returns {Item[]}
 */
function itemsOf(quiz, responses) {
  const answered = quiz.questions.filter((each) => Object.hasOwn(responses.answers, each.id));
  return answered.map((question) => {
    const chosen = responses.answers[question.id];
    const at = question.options.findIndex((option) => option.id === chosen);
    if (at < 0) throw new RangeError(`${question.id} has no option ${chosen}`);
    const weight = question.weight * (responses.matters.includes(question.id) ? 2 : 1);
    const contributions = question.options.map((option) =>
      quiz.dimensions.map(({ id }) => weight * (own(option.loadings, id) ?? 0))
    );
    const most = quiz.dimensions.map((_, d) =>
      Math.max(...contributions.map((contribution) => Math.abs(contribution[d])))
    );
    return { question, chosen, contributions, most, answer: contributions[at] };
  });
}

/**
 * Returns what figures rest on: sums over the questions that were answered.
 * @param {Quiz} quiz
 * @param {Responses} responses
 * @returns {Design}
 */
function designOf(quiz, responses) {
  const items = itemsOf(quiz, responses);
  const mosts = quiz.dimensions.map((_, d) => items.map((item) => item.most[d]));
  const asked = mosts.map((most) => most.filter((value) => value > 0).length);
  const scale = mosts.map(sum).map((total) => (total > TINIEST ? total : Infinity));
  const spreads = items.flatMap(({ contributions }) =>
    scale.map((whole, d) => spreadOf(contributions.map((each) => each[d])) / whole)
  );
  const weights = quiz.questions.map((question) => question.weight);
  const carried = items.map((item) => item.question.weight); // "matters" does not count here
  return {
    items,
    asked,
    scale,
    chance: dot(spreads, spreads),
    enough: sum(carried) >= (LEAST_ANSWERED - EPSILON) * sum(weights),
    touchesAll: quiz.dimensions.every(({ id }, d) => asked[d] > 0 || !asksAbout(quiz, id)),
  };
}

/**
 * Returns whether any option of a quiz loads on a dimension.
 * @param {Quiz} quiz
 * @param {string} dimension
 */
function asksAbout(quiz, dimension) {
  return quiz.questions.some(({ options }) =>
    options.some((option) => own(option.loadings, dimension))
  );
}

/**
 * A role, or a family of roles, and its profile on the dimensions asked about, of length 1 [2].
 * @typedef {{id: string, to: Vector}} Direction
 */

/**
 * Returns the directions of roles; one whose profile has nothing left has none.
 * @param {Quiz} quiz
 * @param {{id: string, profile: Loadings}[]} roles
 * @param {Design} design
 * @returns {Direction[]}
 */
function directionsOf(quiz, roles, { asked }) {
  return roles.flatMap(({ id, profile }) => {
    const values = quiz.dimensions.map((each, d) => (asked[d] ? (own(profile, each.id) ?? 0) : 0));
    const length = Math.hypot(...values);
    return length > EPSILON ? [{ id, to: values.map((value) => value / length) }] : [];
  });
}

// --- Figures: positions, ranking, stability and verdict --------------------------------------

/**
 * A role's place in the ranking; `ahead` says how often (0–1) the leader stays ahead of it; null
 * for the leader, and after too few answers.
 * @typedef {{id: string, to: Vector, match: number, ahead: number | null}} Standing
 *
 * @typedef {"clear" | "leaning" | "close" | "flat" | "insufficient"} Verdict
 *
 * @typedef {Object} Figures
 * @property {Vector} positions u, −1…1; 0 on a dimension that no answered question touches
 * @property {number} perMatch points of fit that a unit of match is worth, 50/‖u‖ [3]
 * @property {Standing[]} ranking the roles that the answers say anything of, best first
 * @property {number | null} stability
 * @property {Verdict} verdict
 */

/**
 * Returns the figures of one person, taking the answers for enough or for too few.
 * @param {Design} design
 * @param {Direction[]} directions
 * @param {boolean} enough
 * @returns {Figures}
 */
function figuresOf(design, directions, enough) {
  const positions = design.scale.map(
    (scale, d) => sum(design.items.map((item) => item.answer[d])) / scale
  );
  const length = Math.hypot(...positions);
  const ranking = rank(directions, positions);
  const ahead = enough ? aheadOf(design, positions, ranking) : []; // of each but the leader
  const behind = ahead.map((often) => (1 - often) / often);
  const stability = enough && ranking.length ? 1 / (1 + sum(behind)) : null;
  return {
    positions,
    perMatch: length > EPSILON ? 50 / length : 0,
    ranking: ranking.map((each, at) => ({ ...each, ahead: ahead[at - 1] ?? null })),
    stability,
    verdict: enough ? verdictOf(ranking, length, design.chance, stability) : "insufficient",
  };
}

/**
 * Returns the roles by match with the positions, best first [2].
 * @param {Direction[]} directions
 * @param {Vector} positions
 * @returns {Standing[]}
 */
function rank(directions, positions) {
  const matches = directions.map(({ to }) => dot(positions, to));
  return largestFirst(matches).map((at) => ({
    ...directions[at],
    match: matches[at],
    ahead: null,
  }));
}

/**
 * Returns the ids of the roles that have the largest match, the first of them the leader.
 * @param {Standing[]} ranking
 */
function tied(ranking) {
  const roles = ranking.filter(({ match }) => ranking[0].match - match <= EPSILON);
  return roles.map(({ id }) => id);
}

/**
 * Returns how often (0–1) the leader stays ahead of each rival in other such questions [5].
 * @param {Design} design
 * @param {Vector} positions
 * @param {Standing[]} ranking
 */
function aheadOf(design, positions, ranking) {
  const influences = influencesOf(design, positions);
  const [leader, ...rivals] = ranking;
  return rivals.map((rival) => {
    const contrast = leader.to.map((value, d) => value - rival.to[d]);
    const errors = influences.map((influence) => dot(influence, contrast));
    // one answer shows no spread to judge by: the whole contrast is one more error
    const once = contrast.filter((_, d) => design.asked[d] === 1);
    const error = Math.hypot(...errors, ...once);
    const gap = Math.max(leader.match - rival.match, 0); // a tie within EPSILON is a tie
    if (error > EPSILON) return normalBelow(gap / error);
    return gap <= EPSILON ? 0.5 : 1;
  });
}

/**
 * Returns how far each answer moves the positions: the jackknife of a weighted mean [5].
 * @param {Design} design
 * @param {Vector} positions
 * @returns {Vector[]}
 */
function influencesOf({ items, asked, scale }, positions) {
  return items.map(({ answer, most }) =>
    positions.map((position, d) => {
      const n = asked[d];
      const moved = (answer[d] - position * most[d]) / scale[d];
      return n > 1 ? moved * Math.sqrt(n / (n - 1)) : 0;
    })
  );
}

/**
 * Returns the first verdict that holds of enough answers [7].
 * @param {Standing[]} ranking
 * @param {number} length
 * @param {number} chance
 * @param {number | null} stability
 * @returns {Verdict}
 */
function verdictOf(ranking, length, chance, stability) {
  if (stability === null || length ** 2 <= chance + EPSILON) return "flat";
  if (tied(ranking).length > 1 || stability < CLOSE_BELOW - EPSILON) return "close";
  return stability < CLEAR_FROM - EPSILON ? "leaning" : "clear";
}

// --- Stopping early --------------------------------------------------------------------------

/**
 * Returns whether somebody who stops here has a result that more answers would hardly change:
 * docs/method.md, "Stopping early".
 * @param {Design} design
 * @param {Direction[]} directions
 */
function mayStop(design, directions) {
  if (design.items.length < STOP_FROM || !design.touchesAll) return false;
  return figuresOf(design, directions, true).verdict === "clear";
}

/**
 * Returns whether to offer it, if it may be, to somebody who went on after these offers.
 * @param {number} answered
 * @param {number[]} offers how many questions were answered at each
 */
function stopIsDue(answered, offers) {
  const again = offers[offers.length - 1] < STOP_AGAIN_FROM && answered >= STOP_AGAIN_FROM;
  return answered >= STOP_FROM && (offers.length === 0 || again);
}

// --- Families: on which side somebody stands -------------------------------------------------

/**
 * Returns the families as if they were roles: each has the sum of its roles' directions.
 * @param {Quiz} quiz
 * @param {Direction[]} directions
 */
function familiesAsRoles(quiz, directions) {
  return quiz.families.map((family) => {
    const mine = directions.filter(({ id }) =>
      quiz.roles.some((role) => role.id === id && role.family === family.id)
    );
    const profile = quiz.dimensions.map(({ id }, d) => [id, sum(mine.map(({ to }) => to[d]))]);
    return { id: family.id, profile: Object.fromEntries(profile) };
  });
}

/**
 * Returns how the families fit, and the side from which random answers would differ, if any.
 * @param {Quiz} quiz
 * @param {Design} design
 * @param {Direction[]} directions
 * @param {boolean} enough
 */
function familiesOf(quiz, design, directions, enough) {
  const families = directionsOf(quiz, familiesAsRoles(quiz, directions), design);
  const { ranking, stability, perMatch } = figuresOf(design, families, enough);
  const side = enough && standsOut(design, ranking) ? ranking[0].id : null;
  return {
    side,
    families: ranking.map(({ id, match }) => ({
      id,
      name: byId(quiz.families, id).name,
      fit: 50 + perMatch * match,
      stability: id === side ? stability : null,
    })),
  };
}

/**
 * Returns whether the first family is further from the second than random answers would set it.
 * @param {Design} design
 * @param {Standing[]} ranking
 */
function standsOut(design, ranking) {
  if (ranking.length < 2) return false;
  const [first, second] = ranking;
  const contrast = first.to.map((value, d) => (value - second.to[d]) / design.scale[d]);
  const spreads = design.items.map(({ contributions }) =>
    spreadOf(contributions.map((contribution) => dot(contribution, contrast)))
  );
  return (first.match - second.match) ** 2 > BAR ** 2 * dot(spreads, spreads) + EPSILON;
}

// --- Result: the reasons behind the figures --------------------------------------------------

/**
 * How a role fits: `fit` 0–100, points that divide `fit` − 50 by dimension and by answer [3, 4].
 * All is null or empty for a role that the answers say nothing of.
 * @typedef {Object} RoleResult
 * @property {string} id
 * @property {string} name
 * @property {number | null} fit
 * @property {number | null} match
 * @property {number | null} ahead
 * @property {Record<string, number>} by_dimension
 * @property {Record<string, number>} by_answer
 * @property {Vector | null} direction not in the result JSON: its profile, of length 1
 *
 * @typedef {{question: string, answer: OptionId, points: number}} Reason
 *
 * @typedef {ReturnType<typeof score>} Result
 */

/**
 * Returns one person's result, under the keys of `rolequiz schema result`.
 *
 * What would change it is left out, and what the page knows already, such as the answers. Three
 * things are here alone: the roles `tied` for the first place, whether somebody `may_stop` here,
 * and each role's `direction`. Throws a RangeError where an answer names an option that its
 * question does not have.
 * @param {Quiz} quiz
 * @param {Responses} responses
 */
function score(quiz, responses) {
  const design = designOf(quiz, responses);
  const directions = directionsOf(quiz, quiz.roles, design);
  const stoppable = mayStop(design, directions);
  const enough = design.enough || (responses.stopped === true && stoppable);
  const figures = figuresOf(design, directions, enough);
  const { positions, ranking, verdict, stability } = figures;
  const decided = verdict !== "flat" && verdict !== "insufficient";
  const roles = rolesOf(quiz, design, figures);
  return {
    answered: design.items.length,
    questions: quiz.questions.length,
    verdict,
    recommendation: decided && tied(ranking).length === 1 ? ranking[0].id : null,
    contenders: decided ? contendersOf(ranking) : [],
    stability,
    ...familiesOf(quiz, design, directions, enough),
    dimensions: quiz.dimensions.map(({ id, low, high }, d) => ({
      ...{ id, low, high },
      position: design.asked[d] ? positions[d] : null,
      answered: design.asked[d],
    })),
    roles,
    reasons: {
      for: reasonsOf(design, roles[0], 1),
      against: reasonsOf(design, roles[0], -1),
      versus: ranking.length > 1 ? versusOf(design, roles[0], roles[1]) : null,
    },
    tied: tied(ranking),
    may_stop: stoppable,
  };
}

/**
 * Returns the leader and the roles that it is not safely ahead of.
 * @param {Standing[]} ranking
 */
function contendersOf(ranking) {
  const near = ranking.filter(({ ahead }) => ahead === null || ahead < CLEAR_FROM - EPSILON);
  return near.map(({ id }) => id);
}

/**
 * Returns how every role fits: the ranked ones first, then those without figures.
 * @param {Quiz} quiz
 * @param {Design} design
 * @param {Figures} figures
 * @returns {RoleResult[]}
 */
function rolesOf(quiz, design, { positions, perMatch, ranking }) {
  const ranked = ranking.map(({ id, to, match, ahead }) => {
    const gradient = to.map((value, d) => value / design.scale[d]);
    const effects = design.items.map(({ question, answer }) => [
      question.id,
      perMatch * dot(answer, gradient),
    ]);
    const parts = quiz.dimensions.map((each, d) => [each.id, perMatch * positions[d] * to[d]]);
    return {
      ...{ id, name: byId(quiz.roles, id).name, fit: 50 + perMatch * match, match, ahead },
      by_dimension: Object.fromEntries(parts.filter((_, d) => design.asked[d])),
      by_answer: Object.fromEntries(effects),
      direction: to,
    };
  });
  const without = quiz.roles.filter((role) => !ranking.some(({ id }) => id === role.id));
  const nothing = { fit: null, match: null, ahead: null, direction: null };
  return [
    ...ranked,
    ...without.map(({ id, name }) => ({ id, name, ...nothing, by_dimension: {}, by_answer: {} })),
  ];
}

/**
 * Returns the answers whose points for the leader have this sign, the weightiest first [4].
 * @param {Design} design
 * @param {RoleResult} leader
 * @param {1 | -1} sign
 * @returns {Reason[]}
 */
function reasonsOf({ items }, leader, sign) {
  if (leader.fit === null) return [];
  const answers = items.map(({ question, chosen }) => ({
    question: question.id,
    answer: chosen,
    points: leader.by_answer[question.id],
  }));
  const reasons = answers.filter(({ points }) => sign * points > EPSILON);
  return largestFirst(reasons.map(({ points }) => sign * points)).map((at) => reasons[at]);
}

/**
 * Returns why the leader rather than the runner-up: points that sum to the gap between their fits.
 * @param {Design} design
 * @param {RoleResult} leader
 * @param {RoleResult} other
 */
function versusOf({ items }, leader, other) {
  const ids = items.map(({ question }) => question.id);
  const points = ids.map((id) => [id, leader.by_answer[id] - other.by_answer[id]]);
  return { role: other.id, points: Object.fromEntries(points) };
}
