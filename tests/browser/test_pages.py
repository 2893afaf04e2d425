"""The pages as a reader meets them: nothing is fetched, nothing overflows, all text can be read in light and dark."""

from __future__ import annotations

import json
import random
import struct

import numpy as np
import pytest
from click.testing import CliRunner

from suffice.cli import suffice

pytestmark = pytest.mark.browser

TOPICS = {"refund": ("money back", "charged twice"), "delivery": ("where is it", "never came"), "bill": ("vat", "tax")}
PROMPT = "Name the topic of this mail in one word.\n\n"
STRANGE = "<img src=https://example.com/x.png> <script>document.title = 'taken'</script>"
CONTRAST = """
(() => {
  const box = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = color => { box.clearRect(0, 0, 1, 1); box.fillStyle = color; box.fillRect(0, 0, 1, 1);
                          return [...box.getImageData(0, 0, 1, 1).data]; };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] / 255 + under[i] * (1 - top[3] / 255));
  const light = rgb => rgb.map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                          .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  const under = node => { const own = rgba(getComputedStyle(node).backgroundColor);
                          return over(own, node.parentElement ? under(node.parentElement) : canvas); };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const said = [...node.childNodes].filter(n => n.nodeType === 3 && n.data.trim()).map(n => n.data.trim())[0];
    if (!said || ['STYLE', 'title'].includes(node.tagName)) continue;
    const style = getComputedStyle(node), ink = rgba(node.closest('svg') ? style.fill : style.color);
    const [a, b] = [light(over(ink, under(node))), light(under(node))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) found.push([said.slice(0, 40), ((a + .05) / (b + .05)).toFixed(2)]);
  }
  return found;
})()
"""


def _run(*words):
    CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


def _mails(rng, rows):
    for number in range(rows):
        topic = rng.choice(sorted(TOPICS))
        text = f"{PROMPT}{rng.choice(TOPICS[topic])} please, {STRANGE if number % 9 == 0 else 'thanks'} {number}"
        yield {"id": f"m{number}", "input": text, "answer": topic, "gold": topic, "model": "big",
               "usage": {"prompt_tokens": 30, "completion_tokens": 4}}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The report and the profile of a small traffic, some of whose texts would be markup."""
    folder, rng = tmp_path_factory.mktemp("pages"), random.Random(2)
    log, tasks = folder / "log.jsonl", folder / "tasks.jsonl"
    log.write_text("".join(json.dumps(row) + "\n" for row in _mails(rng, 700)))
    asked = [{"id": row["id"], "input": row["input"], "gold": row["gold"]} for row in _mails(rng, 40)]
    asked += [
        {"id": "sum", "input": "What is 12% of 50?", "gold": "6"},
        {"id": "poem", "input": f"A poem on {STRANGE}"},
    ]
    tasks.write_text("".join(json.dumps(row) + "\n" for row in asked))
    solvers, receipts = folder / "solvers", folder / "r.jsonl"
    _run("learn", log, "-o", solvers, "--reference", "gold", "--target", "0.9")
    _run("run", tasks, "-o", receipts, "--solvers", solvers, "--ledger", folder / "l.sqlite")
    _run("report", receipts, "--solvers", solvers, "-o", folder / "report.html", "--decisions", "40")
    _run("profile", log, "-o", folder / "profile.html")
    rng_x = np.random.default_rng(0)
    np.savez(folder / "net.npz", **{"0.weight": rng_x.normal(size=(12, 8)), "1.weight": rng_x.normal(size=(3, 12))})
    _run("chip", "report", folder / "net.npz", "-o", folder / "chip.html", "--programmings", "1", "--requests", "60")
    return {"chip": folder / "chip.html", "report": folder / "report.html", "profile": folder / "profile.html"}


@pytest.mark.parametrize("name", ["report", "profile", "chip"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fetches_nothing_and_can_be_read(browser, pages, name, scheme):
    browser.open(pages[name], scheme=scheme)
    fetched = [url for url in browser.requests if not url.startswith("data:")]  # pictures within the page
    assert fetched == [pages[name].as_uri()] and not browser.complaints
    assert browser.evaluate("document.title") != "taken" and not browser.evaluate("document.images.length")
    assert browser.evaluate(CONTRAST) == []


@pytest.mark.parametrize("name", ["report", "profile", "chip"])
@pytest.mark.parametrize("wide", [360, 1200])
def test_a_page_is_no_wider_than_the_screen(browser, pages, name, wide):
    browser.open(pages[name], wide=wide)
    assert browser.evaluate("document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize("name", ["report", "profile"])
def test_tables_and_pictures_say_what_they_are(browser, pages, name):
    browser.open(pages[name])
    browser.ask("Accessibility.enable")
    nodes = [one for one in browser.ask("Accessibility.getFullAXTree")["nodes"] if not one["ignored"]]
    named = [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in nodes if "role" in one]
    roles = [role for role, _ in named]
    assert {"main", "heading", "table", "columnheader"} <= set(roles)
    assert roles.count("image") == (3 if name == "report" else 0)
    assert all(said.strip() for role, said in named if role in ("image", "columnheader", "rowheader", "link"))


def test_the_report_shows_figures_pictures_and_marked_evidence(browser, pages):
    browser.open(pages["report"])
    said = browser.evaluate("document.body.innerText")
    for told in (
        "97.6 %",
        "41 of 41",
        "with confidence",
        "as many tokens as the logged answers",
        "nothing but the text",
    ):
        assert told in said, told
    marked = browser.evaluate("[...document.querySelectorAll('article mark')].map(mark => mark.innerText)")
    assert len(marked) >= 25 and any("charged" in text for text in marked)
    assert browser.evaluate("[...document.querySelectorAll('svg')].every(one => one.getBBox().width > 100)")
    png = browser.shot()
    wide, high = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG") and wide > 1100 and high > 1500
