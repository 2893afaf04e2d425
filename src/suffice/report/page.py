"""The report as one HTML file that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from suffice.explain.highlight import passages
from suffice.records import Json
from suffice.report import drawing, sentences, told
from suffice.workload.tally import grade

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --rest: #666; --mark: #ffe08a;
  --symbolic: #1d7f5f; --learned: #2f6f9f; --moe: #7a5aa8; --frontier: #b06a1f; --unanswered: #85858a;
  --c0: #2f6f9f; --c1: #1d7f5f; --c2: #b06a1f; --c3: #b3444a; --c4: #7a5aa8; --c5: #85858a; }
@media (prefers-color-scheme: dark) { :root { --rest: #aaa; --mark: #6b5600;
  --symbolic: #4fc49a; --learned: #6cb0e0; --moe: #b79be6; --frontier: #e0a45c; --unanswered: #9a9aa0;
  --c0: #6cb0e0; --c1: #4fc49a; --c2: #e0a45c; --c3: #ee8a8a; --c4: #b79be6; --c5: #9a9aa0; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .3rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.cards div { background: var(--soft); border-radius: .5rem; padding: .8rem 1rem; }
.cards dt { font-size: 1.25rem; font-weight: 600; }
dt small { font-size: .85rem; font-weight: 400; } .cards dd { margin: 0; color: var(--rest); }
.wide { overflow-x: auto; } .wide table { min-width: 36rem; } .stream table { width: auto; min-width: 0; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top; font-weight: 400; }
thead th { font-weight: 600; border-bottom: 2px solid var(--line); }
tbody tr { border-bottom: 1px solid var(--line); }
th.group { font-weight: 600; padding-top: 1rem; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 1.5rem; }
small { color: var(--rest); display: block; } th small { display: inline; font-weight: 400; }
figure { margin: 1.5rem 0; } figcaption, caption { font-weight: 600; text-align: left; padding-bottom: .4rem; }
svg { max-width: 100%; height: auto; } dt { font-weight: 600; } .said dd { margin: 0 0 .8rem; }
article { border-top: 1px solid var(--line); padding: .6rem 0; }
article p { margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; border-radius: .2rem; padding: 0 .1rem; }
"""


def html(figures: Json, decisions: Sequence[Json] = ()) -> str:
    """``decisions``: receipts of learned answers that are shown with their requests' text, evidence marked."""
    cards = "".join(
        f"<div><dt>{_with(value, spread)}</dt><dd>{escape(said)}</dd></div>"
        for value, spread, said in sentences.headlines(figures)
    )
    parts = [
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(sentences.TITLE)}</title>",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body><main>',
        f"<h1>{escape(sentences.TITLE)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in sentences.summary(figures)),
        f"<dl class=cards>{cards}</dl>",
        drawing.shares(figures["tiers"]),
        "<h2>Three questions, group by group</h2>",
        _questions(figures),
        drawing.curves(figures["groups"]),
        "<h2>The whole stream</h2>",
        drawing.joules(list(sentences.parts(figures))),
        _stream(figures),
        *(f"<p>{escape(line)}</p>" for line in sentences.accounts(figures)),
        _statements(figures),
        _decisions(decisions),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _questions(figures: Json) -> str:
    heads = "".join(
        f"<th scope=col{' class=n' if head == 'answers' else ''}>{escape(head)}</th>"
        for head in ("who", "answers", *sentences.QUESTIONS)
    )
    bodies = []
    for group in figures["groups"]:
        title = f"{escape(group['title'])} <small>{group['requests']:,} requests</small>"
        bodies.append(f"<tbody><tr><th class=group colspan=5 scope=rowgroup>{title}</th></tr>")
        for row in sentences.rows(group, figures["model"]):
            bodies.append(
                f"<tr><th scope=row>{escape(row.who)}</th><td class=n>{escape(row.answers)}</td>"
                f"<td>{_with(row.accuracy, row.certified)}</td><td>{_with(row.energy, row.spread)}</td>"
                f"<td>{escape(row.audit)}</td></tr>"
            )
        bodies.append("</tbody>")
    return f"<div class=wide><table><thead><tr>{heads}</tr></thead>{''.join(bodies)}</table></div>"


def _stream(figures: Json) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td class=n>{escape(told.joules(part))}</td>"
        f"<td>{escape(told.between(part))}</td></tr>"
        for name, part in sentences.parts(figures)
    )
    heads = "<thead><tr><th scope=col>for</th><th class=n scope=col>joules</th><th scope=col>range</th></tr></thead>"
    return f"<div class='wide stream'><table>{heads}<tbody>{rows}</tbody></table></div>"


def _statements(figures: Json) -> str:
    said = "".join(f"<dt>{escape(title)}</dt><dd>{escape(text)}</dd>" for title, text in sentences.statements(figures))
    return f"<h2>Certificates, and what is kept for a model</h2><dl class=said>{said}</dl>" if said else ""


def _decisions(receipts: Sequence[Json]) -> str:
    shown = [_decision(receipt) for receipt in receipts]
    lead = "<h2>Decisions, with what spoke for them</h2>"
    return lead + "".join(shown) if shown else ""


def _decision(receipt: Json) -> str:
    body = receipt["evidence"]["body"]
    against = f"; right is {escape(str(receipt['task']['gold']))}" if grade(receipt) is False else ""
    text = "".join(
        f"<p>{''.join(f'<mark>{escape(piece)}</mark>' if mark else escape(piece) for piece, mark in one.pieces)}</p>"
        for one in passages(receipt)
    )
    sure = f"confidence {body['confidence']:.3g}, served from {body['threshold']:.3g}"
    return (
        f"<article><strong>{escape(str(receipt['answer']))}</strong>{against} "
        f"<small>{escape(str(receipt['task_id'] or receipt['id']))} · {sure}</small>{text}</article>"
    )


def _with(said: str, more: str) -> str:
    return escape(said) + (f"<small>{escape(more)}</small>" if more else "")
