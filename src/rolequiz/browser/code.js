// One person's answers as a code that can be dictated: 7K2M-9XQ4-… [docs/answer-code.md].
// The same as rolequiz/responses/code.py, which also reads codes.
"use strict";

const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_GROUP = 4;
/** Every code is a multiple of it. */
const CODE_CHECK = 1021n;
const CODE_TAGS = 2048n;
const CODE_KINDS = 4n;

/**
 * What a code needs of a quiz. The tag tells quizzes and versions apart; Python works it out.
 * @typedef {{id: string, options: {id: string | number}[]}} CodeQuestion
 * @typedef {{tag: number, questions: CodeQuestion[]}} CodeQuiz
 * @typedef {{
 *   answers: {[questionId: string]: string | number},
 *   matters?: string[],
 *   stopped?: boolean,
 * }} CodeResponses
 */

/**
 * Returns answers, skips, marks and whether the person stopped early, as a code.
 * A mark on a skipped question, which has no effect, is left out. Throws a RangeError for an answer
 * that is no option.
 * @param {CodeQuiz} quiz
 * @param {CodeResponses} responses
 * @returns {string}
 */
function encodeAnswers(quiz, responses) {
  const { answers, matters = [], stopped } = responses;
  const marks = new Set(matters.filter((id) => Object.hasOwn(answers, id)));
  const marked = marks.size > 0;
  const kind = (marked ? 1n : 0n) + (stopped ? 2n : 0n);
  let number = 0n;
  let possible = 1n;
  for (const question of quiz.questions) {
    const options = question.options.length;
    const radix = BigInt(1 + options * (marked ? 2 : 1));
    let digit = 0; // skipped
    if (Object.hasOwn(answers, question.id)) {
      const at = question.options.findIndex(({ id }) => id === answers[question.id]);
      if (at < 0) throw new RangeError(`no such option of ${question.id}`);
      digit = at + 1 + (marks.has(question.id) ? options : 0);
    }
    number = number * radix + BigInt(digit);
    possible *= radix;
  }
  number = ((number * CODE_KINDS + kind) * CODE_TAGS + BigInt(quiz.tag)) * CODE_CHECK;
  const length = inBase32(possible * CODE_KINDS * CODE_TAGS * CODE_CHECK - 1n).length;
  const text = inBase32(number).padStart(length, CODE_ALPHABET[0]);
  return (text.match(new RegExp(`.{1,${CODE_GROUP}}`, "g")) ?? []).join("-");
}

/**
 * Returns a number in Crockford's base 32.
 * @param {bigint} number
 * @returns {string}
 */
function inBase32(number) {
  return [...number.toString(32)].map((digit) => CODE_ALPHABET[parseInt(digit, 32)]).join("");
}
