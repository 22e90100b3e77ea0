"""The pages as a real browser shows and prints them."""

from __future__ import annotations

import random
import re
from html import unescape

import pytest
from playwright.sync_api import Browser

from browser_page import measure, printed, sheets
from rolequiz.audit import audit
from rolequiz.audit.sheets import audit_sheets
from rolequiz.group import GroupReport
from rolequiz.model import Responses
from rolequiz.pack import shipped_pack
from rolequiz.pages.check import Checked
from rolequiz.pages.parts import Page, Section, table
from rolequiz.problems import Problem, fault
from rolequiz.render import RenderOptions, write, write_results
from rolequiz.render.html.elements import POLICY
from rolequiz.scoring import Result, score
from saying import audited, cards, reported, written

OVERFLOW = """
  const room = document.documentElement.clientWidth; // without the bar to scroll down with
  const wide = document.documentElement.scrollWidth - room;
  const out = [...document.querySelectorAll("main *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > room + 0.5 || box.left < -0.5);
  });
  return {wide, out: out.map(each => each.outerHTML.slice(0, 80)), width: innerWidth};
"""
CONTRAST = """
  const parsed = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [a, b] = [light(parsed(one)), light(parsed(other))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parsed(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const worst = {text: 21, drawn: 21, texts: 0, shapes: 0};
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || element.closest("svg")) continue;
    worst.text = Math.min(worst.text, ratio(getComputedStyle(element).color, behind(element)));
    worst.texts += 1;
  }
  for (const shape of document.querySelectorAll("svg .fill, svg .you, svg .role, svg .axis")) {
    const style = getComputedStyle(shape);
    const colour = shape.matches(".role, .axis") ? style.stroke : style.fill;
    worst.drawn = Math.min(worst.drawn, ratio(colour, behind(shape.closest("svg"))));
    worst.shapes += 1;
  }
  worst.paper = behind(document.querySelector("main"));
  return worst;
"""
POLICY_TAG = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SHEET = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
FETCHED = """
  return {
    fetched: performance.getEntriesByType("resource").map(entry => entry.name),
    title: document.title,
    foreign: document.querySelectorAll("main img, main script, main a, main b:not([aria-hidden])")
      .length,
  };
"""


@pytest.fixture(scope="session")
def html(results: dict[str, Result], reports: dict[str, GroupReport]) -> dict[str, str]:
    """Every kind of page, by name."""
    pack = results["clear"].pack
    return {
        **{verdict: written(result, "html") for verdict, result in results.items()},
        **{f"{number} roles": cards(pack, pack.roles[:number], "html") for number in (0, 1, 3, 4)},
        **{name: reported(report, "html") for name, report in reports.items()},
        **{f"check of {name}": audited(check, "html") for name, check in checks().items()},
    }


def checks() -> dict[str, Checked]:
    """What is found out about a quiz, with all there is to find out, and about a faulty one."""
    pack = shipped_pack()
    rng = random.Random(1)
    people = [
        Responses({q.id: rng.choice(q.options).id for q in pack.questions}, role=role.id)
        for role in pack.roles
    ]
    wrong = fault("bad-id", text="A", title="an id", about="Write a.")
    problem = Problem("a.yaml", wrong, 3, 5, "", "x" * 300)
    return {
        "figures": Checked(pack, (), audit(pack, 5)),
        "sheets": Checked(pack, (), None, audit_sheets(pack, people)),
        "mistakes": Checked(None, (problem,)),
    }


@pytest.mark.parametrize("width", [320, 1000])
def test_nothing_is_wider_than_the_window(
    width: int, html: dict[str, str], chromium: Browser
) -> None:
    """No page scrolls sideways, on a small telephone as on a desk."""
    for name, found in measure(chromium, html, OVERFLOW, width=width).items():
        assert found == {"wide": 0, "out": [], "width": width}, name


def test_everything_can_be_told_from_its_paper(html: dict[str, str], chromium: Browser) -> None:
    """Every text has a contrast of 4.5 and every shape of 3, in light and in dark (WCAG AA)."""
    light = measure(chromium, html, CONTRAST)
    dark = measure(chromium, html, CONTRAST, scheme="dark")
    for name, found in (*light.items(), *dark.items()):
        assert found["texts"] > 0
        assert found["text"] >= 4.5, (name, found)
        assert found["drawn"] >= 3, (name, found)
    assert light["room"]["shapes"] > 0
    assert light["room"]["paper"] != dark["room"]["paper"]


def test_nothing_is_fetched_and_nothing_runs(html: dict[str, str], chromium: Browser) -> None:
    """Even without their policy, pages ask for nothing, and names in them stay text."""
    bare = {name: POLICY_TAG.sub("", page) for name, page in html.items()}
    for name, found in measure(chromium, bare, FETCHED).items():
        title = found.pop("title")
        assert found == {"fetched": [], "foreign": 0}, name
        assert "owned" not in title


def test_the_policy_lets_no_script_run(html: dict[str, str], chromium: Browser) -> None:
    """A script that got into a page all the same would not run, and nothing would be fetched."""
    intruder = (
        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    )
    page = html["room"]
    assert f'content="{POLICY}"' in page
    spoiled = page.replace("</main>", f"{intruder}</main>")
    # without the policy it would run, so that this tests something
    pages = {"with": spoiled, "without": POLICY_TAG.sub("", spoiled)}
    titles = measure(chromium, pages, "return document.title")
    assert titles["with"] != "owned"
    assert titles["without"] == "owned"


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("letter", (612, 792))])
def test_pages_are_printed_on_either_paper(
    paper: str, size: tuple[int, int], html: dict[str, str], chromium: Browser
) -> None:
    """A report becomes a few sheets of the size that was asked for, none of them empty."""
    pdf = printed(chromium, html["room"], paper)
    boxes = SHEET.findall(pdf)
    assert 1 <= len(boxes) <= 6
    assert {(round(float(x)), round(float(y))) for x, y in boxes} == {size}


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_no_heading_is_parted_from_what_follows(paper: str, chromium: Browser) -> None:
    """The last line on a sheet is never a heading, nor what explains the drawings below it."""
    pack, rng = shipped_pack(), random.Random(paper)
    people = [{q.id: rng.choice(q.options).id for q in pack.questions} for _ in range(4)]
    pages = [written(score(pack, Responses(answers)), "html") for answers in people]
    for page in (*pages, cards(pack, pack.roles[:2], "html")):
        heads = re.findall(r"<h\d>(.*?)</h\d>|<th colspan[^>]*>(.*?)</th>", page)
        titles = {unescape(re.sub("<.*?>", "", "".join(head))) for head in heads}
        for lines in sheets(printed(chromium, page, paper)):
            assert lines[-1] not in titles
            assert not lines[-1].startswith("The dot is you")


@pytest.mark.parametrize("rows", [30, 45])
def test_a_long_table_begins_below_its_heading(rows: int, chromium: Browser) -> None:
    """It goes over to the next sheet row by row, rather than leave the first one nearly empty."""
    long = table(("Question", "Mean"), [(f"row {n}", f"{n / 100}") for n in range(rows)])
    before = Section("Before", tuple(f"Paragraph {n}." for n in range(14)))
    page = write(Page("T", sections=(before, Section("Long", ("What it is.", long)))), "html")
    first, *_ = sheets(printed(chromium, page, "letter"))
    assert "Long" in first
    assert any("row 0" in line for line in first)


def test_in_one_document_everybody_begins_a_sheet(
    results: dict[str, Result], chromium: Browser
) -> None:
    """It takes as many sheets as the pages take one by one, so nobody's page holds another's."""
    people = [results[verdict] for verdict in ("clear", "flat", "insufficient")]
    alone = [written(result, "html") for result in people]
    counts = [len(SHEET.findall(printed(chromium, page, "A4"))) for page in alone]
    together = "".join(write_results("Everybody", people, "html", RenderOptions()))
    assert len(SHEET.findall(printed(chromium, together, "A4"))) == sum(counts)


def test_no_text_of_ours_reaches_the_network(html: dict[str, str]) -> None:
    """There is no address in a page that a browser would ask, in markup or in style."""
    asking = re.compile(r"<[^>]*\b(?:src|href|action|poster|srcset)=|url\(|@import|<link|<script")
    for page in html.values():
        assert not asking.search(page)
