// What the page is made of. Texts only become text nodes and attributes: nothing in them is HTML.

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
  return completed(document.createElement(tag), attributes, content);
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
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return completed(element, attributes, content);
}

/**
 * @template {Element} Made
 * @param {Made} element
 * @param {Record<string, string | number | boolean>} attributes
 * @param {(Node | string)[]} content
 */
function completed(element, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content);
  return element;
}

/** @param {string[]} texts */
function paragraphs(texts) {
  return texts.map((text) => make("p", {}, text));
}

/** @param {string[]} texts */
function items(texts) {
  return texts.map((text) => make("li", {}, text));
}

/**
 * Returns an element around some content, or nothing where there is no content.
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {Record<string, string>} attributes
 * @param {Node[]} content
 */
function around(tag, attributes, content) {
  return content.length ? [make(tag, attributes, ...content)] : [];
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {Record<string, string | number | boolean>} attributes
 */
function button(text, press, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", press);
  return element;
}

/**
 * Returns the heading of a screen, where a screen reader starts when the screen changes.
 * @param {string} text
 * @param {Record<string, string>} attributes
 */
function title(text, attributes = {}) {
  return make("h1", { tabindex: -1, ...attributes }, text);
}

// --- Drawings: src/rolequiz/render/html/drawings.py ----------------------------------------------

const WIDTH = 400;
/** Room at both ends for the marks there. */
const MARGIN = 11;

/**
 * Draws a share of the whole, 0–1; hidden from screen readers, as the figure is beside it.
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
 * @param {string} described the drawing in words
 * @param {number | null} you
 * @param {number | null} role
 */
function scale(described, you, role) {
  const middle = 14;
  const at = (/** @type {number} */ position) =>
    MARGIN + ((position + 1) / 2) * (WIDTH - 2 * MARGIN);
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
  const about = { viewBox: `0 0 ${WIDTH} 28`, role: "img", "aria-label": described };
  return draw("svg", about, ...marks);
}
