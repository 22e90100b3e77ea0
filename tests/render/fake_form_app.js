// Google's FormApp as far as a script of ours may use it; whatever else is called throws.
// It refuses what the real one refuses: no choices, an empty one, or two alike.
"use strict";
const built = { title: "", description: "", items: [], published: false };

function item(kind) {
  const made = { kind };
  const set = (name) => (value) => { made[name] = value; return self; };
  const self = {
    setTitle: set("title"),
    setHelpText: set("help"),
    setChoiceValues(values) {
      if (!values.length || values.some((each) => typeof each !== "string" || !each.trim())) {
        throw new Error("Choices must have values.");
      }
      if (new Set(values).size < values.length) {
        throw new Error("Questions cannot have duplicate choice values.");
      }
      return set("choices")(values);
    },
  };
  built.items.push(made);
  return self;
}

const form = {
  setDescription(text) { built.description = text; return form; },
  setProgressBar() { return form; },
  addTextItem: () => item("text"),
  addMultipleChoiceItem: () => item("choice"),
  addCheckboxItem: () => item("checkbox"),
  setPublished(yes) { built.published = yes; return form; },
  getPublishedUrl: () => "https://forms.example/answer",
  getEditUrl: () => "https://forms.example/edit",
};

const logged = [];
const FormApp = { create(title) { built.title = title; return form; } };
const Logger = { log: (text) => logged.push(text) };
const script = require("fs").readFileSync(0, "utf8");
new Function("FormApp", "Logger", `${script}\nbuildForm();`)(FormApp, Logger);
console.log(JSON.stringify({ ...built, logged }));
