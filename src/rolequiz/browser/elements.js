// What the page is made of. Words become text nodes and attributes only: nothing in them is HTML.

"use strict";

/**
 * Returns an element; an attribute that is false is left out, one that is true has no value.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} attributes
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, ...content) {
  return dressed(document.createElement(tag), attributes, content);
}

/**
 * Returns an element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} attributes
 * @param {Node[]} content
 * @returns {SVGElementTagNameMap[Tag]}
 */
function draw(tag, attributes = {}, ...content) {
  return dressed(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, content);
}

/**
 * @template {Element} Made
 * @param {Made} element
 * @param {Record<string, string | number | boolean>} attributes
 * @param {(Node | string)[]} content
 */
function dressed(element, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content);
  return element;
}

/**
 * @param {string[]} texts
 */
function paragraphs(texts) {
  return texts.map((text) => make("p", {}, text));
}

/**
 * @param {string[]} texts
 */
function list(texts) {
  return make("ul", {}, ...texts.map((text) => make("li", {}, text)));
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {Record<string, string | number | boolean>} attributes
 */
function button(text, press, attributes = {}) {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
}

/**
 * Returns the heading of a screen, which is where reading begins when the screen changes.
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
function title(text, attributes = {}) {
  return make("h1", { tabindex: -1, ...attributes }, text);
}

// --- Drawings: src/rolequiz/render/html/drawings.py ----------------------------------------------

const WIDTH = 400;
/** Room at both ends, for what is marked there. */
const MARGIN = 11;

/**
 * Draws how much of the whole, 0–1; silent, since the figure stands beside it.
 * @param {number} share
 */
function bar(share) {
  const size = { viewBox: "0 0 100 8", preserveAspectRatio: "none", height: 10 };
  return draw(
    "svg",
    { ...size, "aria-hidden": "true", class: "bar" },
    draw("rect", { class: "track", width: 100, height: 8 }),
    draw("rect", { class: "fill", width: (100 * share).toFixed(1), height: 8 })
  );
}

/**
 * Draws a line between two poles with a person and a role on it, each at −1…1.
 * @param {string} described the same in words
 * @param {number | null} you
 * @param {number | null} role
 */
function scale(described, you, role) {
  const middle = 14;
  const at = (/** @type {number} */ place) =>
    MARGIN + ((place + 1) / 2) * (WIDTH - 2 * MARGIN);
  const line = (/** @type {number[]} */ [x1, y1, x2, y2]) =>
    draw("line", { class: "axis", x1, y1, x2, y2 });
  /** @type {SVGElement[]} */
  const marks = [
    line([MARGIN, middle, WIDTH - MARGIN, middle]),
    line([at(0), middle - 6, at(0), middle + 6]),
  ];
  if (role !== null) {
    const x = at(role);
    const corners = [[x, middle - 9], [x + 9, middle], [x, middle + 9], [x - 9, middle]];
    marks.push(draw("polygon", { class: "role", points: corners.join(" ") }));
  }
  if (you !== null) marks.push(draw("circle", { class: "you", cx: at(you), cy: middle, r: 6.5 }));
  const seen = { viewBox: `0 0 ${WIDTH} 28`, role: "img", "aria-label": described };
  return draw("svg", seen, ...marks);
}
