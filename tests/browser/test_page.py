"""The quiz on a page, as people take it: by keyboard, by touch, with a reload, without storage."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from playwright.sync_api import Browser, Page

from browser_page import AXE, Opened, keep
from command import TINY, run
from rolequiz.browser import form_page
from rolequiz.model import OptionId, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.pages.result import headline
from rolequiz.responses import to_json
from rolequiz.responses.code import decode
from rolequiz.scoring import Scorer, score, stop_is_due

PACK = shipped_pack()
ROBIN = Path(__file__).parents[2] / "docs" / "example-answers.json"
GIVEN: dict[str, OptionId] = {
    id: answer for id, answer in json.loads(ROBIN.read_text("utf-8"))["answers"].items() if answer
}
MARKED = frozenset([PACK.questions[1].id, PACK.questions[8].id])
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
TOO_SMALL = """
() => [...document.querySelectorAll("button, label, summary")]
  .filter(each => each.checkVisibility())
  .map(each => each.getBoundingClientRect())
  .filter(box => box.width < 44 || box.height < 44).length
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def marked(name: str, id: object = None) -> str:
    """Return the selector of an element that the page marks."""
    return f'[data-rolequiz="{name}"]' + ("" if id is None else f'[data-id="{id}"]')


def named(words: str) -> str:
    """Return the selector of a button with these words."""
    return f':is(button, summary):text-is("{words}")'


def go_on_from(
    page: Page, answers: dict[str, OptionId], at: int | None = None, *, stopped: bool = False
) -> None:
    """Let the page continue from answers, as after a reload; without `at`, at the result."""
    known = {question.id: answers.get(question.id) for question in PACK.questions[:at]}
    state = {"answers": known, "matters": [], "at": len(known), "stopped": stopped}
    keep(page, state)


def press(page: Page, *keys: str) -> None:
    """Press keys in turn."""
    for key in keys:
        page.keyboard.press(key)


def test_by_keyboard_alone(opened: Opened, tmp_path: Path) -> None:
    """Tab, arrows, Space and Enter take the whole quiz; the file and the code have the answers.

    A reload in the middle loses nothing, not even an answer before Next is pressed.
    """
    page = opened()
    press(page, "Tab", "Enter")
    for number, question in enumerate(PACK.questions):
        assert page.get_attribute(marked("question"), "data-id") == question.id
        assert page.evaluate("document.activeElement.tagName") == "H1"
        answer = GIVEN.get(question.id)
        if answer is None:
            for _ in range(6):  # past the offer to stop, where it is made
                if page.evaluate("document.activeElement.dataset.rolequiz") != "skip":
                    press(page, "Tab")
            press(page, "Enter")
            continue
        steps = [option.id for option in question.options].index(answer)
        press(page, "Tab", "Space", *["ArrowDown"] * steps)
        if question.id in MARKED:
            press(page, "Tab", "Space", "Shift+Tab")
        if number == 8:
            page.reload()
            page.focus(f"{marked('option', answer)} input:checked")
            assert page.is_checked(f"{marked('matters')} input")
        press(page, "Enter")
    person = Responses(GIVEN, MARKED)
    assert page.inner_text(marked("headline")) == headline(score(PACK, person))
    assert decode(PACK, page.inner_text(marked("code"))) == person
    with page.expect_download() as download:
        page.click(named("Download my answers"))
    download.value.save_as(tmp_path / "answers.json")
    assert (tmp_path / "answers.json").read_text("utf-8") == to_json(person, PACK)
    said = json.loads(run("take", "--answers", tmp_path / "answers.json", "--json").out)
    shown = page.locator(marked("fit"))
    assert [row.get_attribute("data-id") for row in shown.all()] == [r["id"] for r in said["roles"]]
    assert [row.split()[-1] for row in shown.all_inner_texts()] == [
        f"{role['fit']:.1f}" for role in said["roles"]
    ]
    stands = [each.get_attribute("data-id") for each in page.locator(marked("stand")).all()]
    assert stands == [dimension.id for dimension in PACK.dimensions]


def test_by_touch_on_a_small_phone(opened: Opened) -> None:
    """At 320 px everything can be tapped, nothing scrolls sideways, and an early end is offered.

    The offer comes where the terminal makes it, in the same words.
    """
    page, scorer = opened(**PHONE), Scorer(PACK)
    page.tap(named("Start"))
    given: dict[str, OptionId] = {}
    for question in PACK.questions:
        due = stop_is_due(len(given), ()) and scorer.may_stop(Responses(given))
        offer = page.locator(".offer")
        assert offer.count() == due
        assert page.locator(marked("question")).count() == 1
        assert (page.evaluate(TOO_SMALL), page.evaluate(SIDEWAYS)) == (0, 0)
        if due:
            words = f"You could stop here: your {len(given)} answers point clearly to one role."
            assert words in offer.inner_text()
            page.tap(named("Stop here and show my result"))
            break
        given[question.id] = GIVEN.get(question.id, question.options[0].id)
        page.tap(marked("option", given[question.id]))
        page.tap(marked("next"))
    assert 12 <= len(given) < len(PACK.questions)
    person = Responses(given, stopped=True)
    assert page.inner_text(marked("headline")) == headline(score(PACK, person))
    assert decode(PACK, page.inner_text(marked("code"))) == person
    assert (page.evaluate(TOO_SMALL), page.evaluate(SIDEWAYS)) == (0, 0)


def test_an_answer_is_asked_for(opened: Opened) -> None:
    """Next without an answer says so and stays; Skip goes on, and Back goes back."""
    page = opened()
    page.click(named("Start"))
    page.click(marked("next"))
    page.click(marked("next"))
    assert page.locator("[role=alert]").all_inner_texts() == [
        "Choose an answer, or skip the question."
    ]
    page.click(marked("skip"))
    assert page.inner_text("#where") == f"Question 2 of {len(PACK.questions)}"
    page.click(marked("back"))
    page.click(marked("back"))
    assert page.inner_text("h1") == PACK.title
    page.click(named("Go on"))
    assert page.get_attribute(marked("question"), "data-id") == PACK.questions[0].id


def test_a_question_that_is_skipped_loses_its_mark(opened: Opened) -> None:
    """Whoever goes back to it finds neither the answer nor the mark."""
    page = opened()
    page.click(named("Start"))
    page.click(f"{marked('option')} >> nth=0")
    page.check(f"{marked('matters')} input")
    page.click(marked("skip"))
    page.click(marked("back"))
    assert page.inner_text("#where").startswith("Question 1 ")
    assert page.locator("input:checked").count() == 0


def test_a_double_click_goes_on_once(opened: Opened) -> None:
    """Double clicks skip one question each, and the next question shows no error."""
    page = opened()
    page.click(named("Start"))
    page.dblclick(marked("skip"))
    assert page.inner_text("#where").startswith("Question 2 ")
    page.click(f"{marked('option')} >> nth=0")
    page.dblclick(marked("next"))
    assert page.inner_text("#where").startswith("Question 3 ")
    assert page.locator("[role=alert]").count() == 0


def test_after_all_questions_one_can_return_to_the_result(opened: Opened) -> None:
    """From any question, even after a reload while an answer is changed; not before the end."""
    question, page = PACK.questions[4], opened()
    result = named("Show my result")
    go_on_from(page, {}, 20)
    assert page.locator(result).count() == 0
    go_on_from(page, GIVEN)
    page.click(named("All questions and your answers"))
    page.click(f'button[aria-label="Change: {question.text}"]')
    page.click(f"{marked('option')} >> nth=0")
    page.reload()
    page.click(result)
    changed = Responses({**GIVEN, question.id: question.options[0].id})
    assert decode(PACK, page.inner_text(marked("code"))) == changed
    page.click(marked("back"))
    page.click(marked("back"))
    page.click(result)
    assert decode(PACK, page.inner_text(marked("code"))) == changed


def test_too_few_answers_lead_back_to_skipped_questions(opened: Opened) -> None:
    """The result says what is missing, and a button goes through only those questions."""
    few = dict(list(GIVEN.items())[:20])
    left = [question for question in PACK.questions if question.id not in few]
    page = opened()
    go_on_from(page, few)
    assert page.inner_text(marked("headline")) == "Too few answers to recommend a role"
    page.click(named("Answer the questions that are left"))
    for question in left:
        assert page.get_attribute(marked("question"), "data-id") == question.id
        page.click(marked("option", question.options[0].id))
        page.click(marked("next"))
    assert page.locator(marked("code")).count() == 1


def test_an_answer_can_be_changed_from_the_result(opened: Opened) -> None:
    """A question is answered again, and Next shows the new result at once."""
    question = PACK.questions[4]
    other = next(option.id for option in question.options if option.id != GIVEN[question.id])
    page = opened()
    go_on_from(page, GIVEN)
    page.click(named("All questions and your answers"))
    page.click(f'button[aria-label="Change: {question.text}"]')
    assert page.is_checked(f"{marked('option', GIVEN[question.id])} input")
    page.click(marked("option", other))
    page.click(marked("next"))
    expected = Responses({**GIVEN, question.id: other})
    assert decode(PACK, page.inner_text(marked("code"))) == expected


def test_the_list_of_answers_says_which_questions_matter(opened: Opened) -> None:
    """The mark stands at the questions that have it, and at no other."""
    pack = read_pack(TINY)
    page = opened(pack)
    first, *others = (question.id for question in pack.questions)
    answers = {question.id: question.options[0].id for question in pack.questions}
    keep(page, {"answers": {**answers, others[-1]: None}, "matters": [first], "at": 4})
    page.click(named("All questions and your answers"))
    listed = page.locator(".answers li").all_inner_texts()
    assert ["This matters to me" in each for each in listed] == [True, *[False] * len(others)]
    assert ["Not answered" in each for each in listed] == [*[False] * len(others), True]


def test_people_who_stopped_early_can_change_an_answer(opened: Opened) -> None:
    """The result is still that of someone who stopped, not of someone with too few answers."""
    given = dict(list(GIVEN.items())[:20])
    assert Scorer(PACK).may_stop(Responses(given))
    question = PACK.questions[0]
    page = opened()
    go_on_from(page, given, 20, stopped=True)
    for chosen in (0, [option.id for option in question.options].index(GIVEN[question.id])):
        page.click(named("All questions and your answers"))
        page.click(f'button[aria-label="Change: {question.text}"]')
        page.click(f"{marked('option')} >> nth={chosen}")
        page.click(marked("next"))
        given[question.id] = question.options[chosen].id
        person = Responses(given, stopped=True)
        assert decode(PACK, page.inner_text(marked("code"))) == person
        assert page.inner_text(marked("headline")) == headline(score(PACK, person))


def test_the_browser_s_back_goes_back_in_the_quiz(opened: Opened) -> None:
    """A swipe or Back of the browser shows the screen before, and Forward the next one again."""
    page = opened()
    page.click(named("Start"))
    page.click(marked("option", PACK.questions[0].options[1].id))
    page.click(marked("next"))
    page.go_back()
    assert page.is_checked(f"{marked('option', PACK.questions[0].options[1].id)} input")
    page.go_back()
    assert page.inner_text("h1") == PACK.title
    page.go_forward()
    page.go_forward()
    assert page.inner_text("#where").startswith("Question 2 ")
    page.reload()
    page.go_back()
    assert page.inner_text("#where").startswith("Question 1 ")


def test_answers_can_be_cleared(opened: Opened) -> None:
    """The button asks again; then the tab keeps nothing, and the quiz starts anew."""
    page = opened()
    go_on_from(page, GIVEN)
    page.click(named("Clear my answers"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Clear my answers"
    assert page.evaluate("sessionStorage.length") == 1
    page.click(named("Clear my answers"))
    page.click(named("Clear them"))
    page.go_back()
    assert page.evaluate("[sessionStorage.length, window.name]") == [0, ""]
    assert page.inner_text("h1") == PACK.title
    page.click(named("Start"))
    assert page.locator("input:checked").count() == 0


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", "null", '{"answers": 5}', '{"answers": {"handover": "no"}, "at": 1e99}']
)
def test_a_state_that_can_not_be_read_is_ignored(kept: str, opened: Opened) -> None:
    """Whatever is in the storage, the quiz can be taken."""
    page = opened()
    keep(page, kept)
    start = page.locator(named("Start"))
    if start.count():
        start.click()
    assert page.locator("input:checked").count() == 0
    page.click(f"{marked('option')} >> nth=0")
    page.click(marked("next"))
    assert page.inner_text("#where").startswith("Question 2 ")


def test_without_storage_the_quiz_goes_on(opened: Opened) -> None:
    """A browser without storage asks to the end, and even there a reload loses nothing."""
    page = opened(read_pack(TINY))
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('closed') }})"
    )
    page.reload()
    page.click(named("Start"))
    page.click(f"{marked('option')} >> nth=1")
    page.reload()
    assert page.is_checked(f"{marked('option')} >> nth=1 >> input")
    while page.locator(marked("question")).count():
        page.click(f"{marked('option')} >> nth=0")
        page.click(marked("next"))
    assert page.inner_text(marked("headline"))
    page.click(named("Clear my answers"))
    page.click(named("Clear them"))
    assert page.locator(named("Start")).count() == 1


def test_without_scripts_it_is_a_form_to_print(opened: Opened) -> None:
    """Every question with its options, each with a letter or a step, and no dead buttons."""
    page = opened(java_script_enabled=False)
    assert page.locator("button, input").count() == 0
    assert "scripts don't run here" in page.inner_text("noscript")
    asked = page.locator("#paper > ol > li")
    assert asked.count() == len(PACK.questions)
    for question, shown in zip(PACK.questions, asked.all(), strict=True):
        first, *options = filter(None, shown.inner_text().splitlines())
        assert first == f"{question.text} matters"
        signs = "abcd" if question.type == "choice" else "1234567"
        assert options == [f"{s} {o.text}" for s, o in zip(signs, question.options, strict=False)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, opened: Opened) -> None:
    """Welcome, questions, an error, an offer and results are accessible, as far as axe can tell."""
    page = opened(color_scheme=scheme)
    check_accessible(page)
    page.click(named("Start"))
    check_accessible(page)
    page.click(marked("next"))
    check_accessible(page)
    go_on_from(page, dict(list(GIVEN.items())[:25]), 25)
    page.click(marked("option", 2))
    page.click(marked("next"))
    check_accessible(page)
    flat = {question.id: question.options[0].id for question in PACK.questions}
    for answers in (GIVEN, flat, dict(list(GIVEN.items())[:9])):
        go_on_from(page, answers)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        check_accessible(page)


def check_accessible(page: Page) -> None:
    """Check that axe-core finds nothing on the page as it is."""
    page.evaluate(AXE)
    violations = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


# --- Sending ----------------------------------------------------------------------------------


class Post(BaseHTTPRequestHandler):
    """Takes answers as a coach's own server would, or fails while `broken`."""

    got: ClassVar[list[str]] = []
    broken = False
    elsewhere = False
    """Whether it redirects, as servers do that want https or another path."""

    def do_OPTIONS(self) -> None:
        """Allow pages of anywhere to post JSON."""
        self._reply(204)

    def do_POST(self) -> None:
        """Take what is posted."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if not Post.broken and not Post.elsewhere:
            Post.got.append(text)
        self._reply(500 if Post.broken else 302 if Post.elsewhere else 200)

    def do_GET(self) -> None:
        """Answer whoever was redirected; nothing has been taken."""
        self._reply(200)

    def _reply(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/welcome")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "content-type")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_answers_are_sent_when_the_button_is_pressed(chromium: Browser, tmp_path: Path) -> None:
    """Nothing is sent before; a failure is shown and can be tried again, a success is confirmed.

    A redirect is a failure: the browser would follow it without the answers.
    """
    Post.got.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Post) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/answers"
        (tmp_path / "quiz.html").write_text(form_page(PACK, to=url), "utf-8")
        page = chromium.new_page()
        page.goto((tmp_path / "quiz.html").as_uri())
        assert "unless you choose to" in page.inner_text("#screen")
        go_on_from(page, GIVEN)
        Post.broken = True
        page.click(named("Send my answers"))
        page.wait_for_selector("text=could not be sent")
        Post.broken, Post.elsewhere = False, True
        with page.expect_event("requestfailed"):
            page.keyboard.press("Enter")
        page.wait_for_selector("text=could not be sent")
        assert Post.got == []
        Post.elsewhere = False
        page.click(named("Try again"))
        page.wait_for_selector("text=Your answers were sent.")
        page.context.close()
        server.shutdown()
    assert Post.got == [to_json(Responses(GIVEN), PACK)]


def test_a_page_can_only_send_where_it_says(chromium: Browser, tmp_path: Path) -> None:
    """Its policy lets no other script run, and lets nothing reach another address."""
    text = form_page(PACK, to="https://example.org/a?b=c")
    assert "connect-src https://example.org;" in text
    assert "connect-src 'none';" in form_page(PACK)
    file = tmp_path / "quiz.html"
    file.write_text(
        text.replace("</main>", "</main><script>document.title='owned'</script>"), "utf-8"
    )
    page = chromium.new_page()
    page.goto(file.as_uri())
    assert page.title() == PACK.title
    reached = "fetch('http://127.0.0.1:9/').then(() => 'reached', error => String(error))"
    assert "Failed to fetch" in page.evaluate(reached)
    page.context.close()
