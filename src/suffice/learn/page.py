"""The profile as one HTML file that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from html import escape

from suffice.learn.redaction import redacted
from suffice.records import Json

_SHOWN = 240  # characters at either end of a constant
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --slot: #0a7d5a; --likely: #0a7d5a; --maybe: #8a5d00;
  --unlikely: #b3403a; --rest: #666; }
@media (prefers-color-scheme: dark) {
  :root { --rest: #aaa; --slot: #57d3ab; --likely: #57d3ab; --maybe: #e5b454; --unlikely: #f0867f; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .6rem; vertical-align: top; }
th { font-weight: 600; border-bottom: 1px solid var(--line); } td { border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { background: var(--soft); height: .5rem; min-width: 6rem; }
.bar i { display: block; height: 100%; background: var(--slot); }
.tag { border: 1px solid; border-radius: 1rem; padding: 0 .6rem; white-space: nowrap; }
.likely { color: var(--likely); } .maybe { color: var(--maybe); } .unlikely { color: var(--unlikely); }
.few, .unanswered { color: var(--rest); }
section { border-top: 2px solid var(--line); margin-top: 2rem; padding-top: 1rem; }
pre { background: var(--soft); padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }
.wide { overflow-x: auto; } a { color: inherit; }
pre b { color: var(--slot); } small, .soft { color: var(--rest); }
"""


def page(profile: Json, title: str) -> str:
    """The whole file. Text of requests is not in it; constant text and labels are, redacted."""
    rows = profile["rows"]
    period = f", {profile['from'][:10]} to {profile['to'][:10]}" if profile["from"] else ""
    groups = profile["groups"]
    parts = [
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(title)}</title>",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body><main>',
        f"<h1>{escape(title)}</h1><p>{rows:,} requests in {len(groups)} groups{period}. {_money(profile)}</p>",
        _lookout(profile),
        _table(groups),
        _list(profile["notes"], "About the log"),
        *(_section(number, group) for number, group in enumerate(groups, 1)),
        _list(profile["assumptions"], "How it was counted"),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def summary(profile: Json) -> str:
    """One sentence: how much of the traffic looks compilable."""
    shares = dict.fromkeys(("likely", "maybe", "unlikely"), 0.0)
    for group in profile["groups"]:
        if group["looks"] in shares:
            shares[group["looks"]] += group["share"]
    told = (
        f"{shares['likely']:.0%} of the requests are in groups that look compilable, {shares['maybe']:.0%} in groups "
        f"that may be, {shares['unlikely']:.0%} in groups to leave to a model"
    )
    return f"{told}. A guess: 'suffice learn' finds out, and certifies."


def money(spent: Json) -> str:
    """Dollars with their range; '$?' where nobody knows."""
    usd = spent["usd"]
    if usd is None:
        return "$?"
    value, low, high = (usd[key] for key in ("value", "low", "high"))
    shown = f"${value:,.2f}" if value >= 1 else f"${value:.3g}"
    return shown if low == high else f"{shown} ({low:,.3g} to {high:,.3g})"


def energy(spent: Json) -> str:
    """Joules with their range; '? J' where nobody knows."""
    joules = spent["joules"]
    if joules is None:
        return "? J"
    factor, unit = next(
        ((f, u) for f, u in ((1e9, "GJ"), (1e6, "MJ"), (1e3, "kJ")) if joules["value"] >= f), (1.0, "J")
    )
    value, low, high = (f"{joules[key] / factor:.3g}" for key in ("value", "low", "high"))
    return f"{value} {unit} ({low} to {high})"


def tokens(amount: Json) -> str:
    told = f"{amount['value']:,.0f}"
    return f"about {told} ({amount['low']:,.0f} to {amount['high']:,.0f})" if amount["estimated"] else told


def _money(group: Json) -> str:
    own, instead = group["spent"], group["as_if"]
    told = f"They took {money(own)} and {energy(own)}"
    if own["unknown"]:
        told = f"{told} (unknown: {escape(', '.join(own['unknown'][:5]))})" if own["usd"] or own["joules"] else (
            f"What they took is unknown: nobody stated a price or the energy of {escape(', '.join(own['unknown'][:5]))}"
        )  # fmt: skip
    return f"{told}; {escape(instead['model'])} would have taken {money(instead)} and {energy(instead)}."


def _lookout(profile: Json) -> str:
    return f"<p><strong>{escape(summary(profile))}</strong></p>"


def _table(groups: list[Json]) -> str:
    heads = "<tr>" + "".join(
        f"<th scope=col{' class=n' if head == 'requests' else ''}>{head}</th>"
        for head in ("#", "group", "requests", "share", "replies", "looks compilable")
    )
    rows = "".join(
        f"<tr><td>{number}<td><a href='#g{number}'>{escape(title(group))}</a><td class=n>{group['rows']:,}"
        f"<td><div class=bar><i style='width:{100 * group['share']:.1f}%'></i></div>{group['share']:.1%}"
        f"<td>{escape(replies(group))}<td>{_tag(group['looks'])}</tr>"
        for number, group in enumerate(groups, 1)
    )
    return f"<div class=wide><table>{heads}</tr>{rows}</table></div>"


def title(group: Json) -> str:
    """A few words of a group's constant text."""
    constants = [part for parts in group["shape"]["messages"] for part in parts]
    longest = max(constants, key=lambda part: len(part.split("\n")[0]), default="")
    words = " ".join(redacted(next((line for line in longest.split("\n") if line.strip()), "")).split())
    return f"{words[:57]}…" if len(words) > 58 else words or "plain texts"


def replies(group: Json) -> str:
    """What the replies of a group are, in a few words."""
    outputs = group["outputs"]
    if not outputs:
        return "none"
    if group["record"]:
        return f"records of {len(outputs)} fields"
    only = outputs[0]
    return f"{only['labels']} labels" if only["output"] == "label" else only["output"]


def _tag(word: str) -> str:
    return f"<span class='tag {word.split()[-1]}'>{escape(word)}</span>"


def _section(number: int, group: Json) -> str:
    spent = group["spent"]
    facts = [
        f"{group['rows']:,} requests ({group['share']:.1%}), {group['distinct']:,} distinct"
        + (f", {group['users']:,} users" if group["users"] else ""),
        "models: " + ", ".join(f"{name} {rows:,}" for name, rows in list(group["models"].items())[:5]),
        f"tokens: {tokens(spent['prompt_tokens'])} read, {tokens(spent['reply_tokens'])} written",
    ]
    agreement, asked = group["agreement"], group["symbolic"]
    if agreement:
        facts.append(
            f"answers that equal gold: {agreement['same']:.1%} of {agreement['compared']:,} once written the same way "
            f"({agreement['same_text']:.1%} as they stand)"
        )
    if asked:
        facts.append(
            f"symbolic tier, of a sample of {asked['asked']}: {asked['answered']} answered with proof"
            + (f", {asked['same']} of {asked['compared']} as logged" if asked["compared"] else "")
        )
    return "\n".join(
        (
            f"<section id=g{number}><h2>{number}. {escape(title(group))} {_tag(group['looks'])} "
            f"<small>{escape(group['id'])}</small></h2><p>{_money(group)}</p>",
            _list(facts),
            f"<pre>{_shape(group['shape'], group['slots'])}</pre>",
            _outputs(group["outputs"]),
            _list(group["why"], "Why it looks so"),
            _list(group["notes"], "Notes"),
            "</section>",
        )
    )


def _shape(shape: Json, slots: list[str]) -> str:
    """The template: constants as they are, slots marked."""
    names, blocks = iter(slots), []
    for role, constants in zip(shape["roles"], shape["messages"], strict=True):
        text = escape(_shortened(constants[0]))
        for constant in constants[1:]:
            text += f"<b>{{{escape(next(names))}}}</b>{escape(_shortened(constant))}"
        blocks.append(f"<small>{escape(role)}</small>\n{text}")
    return "\n\n".join(blocks)


def _shortened(constant: str) -> str:
    constant = redacted(constant)
    if len(constant) <= 2 * _SHOWN + 40:
        return constant
    return f"{constant[:_SHOWN]}\n[… {len(constant) - 2 * _SHOWN:,} characters …]\n{constant[-_SHOWN:]}"


def _outputs(outputs: list[Json]) -> str:
    if not outputs:
        return ""
    rows = "".join(
        f"<tr><td>{escape(one['name'])}<td>{escape(one['output'])}<td>{escape(one['why'])}</tr>" for one in outputs
    )
    heads = "".join(f"<th scope=col>{head}</th>" for head in ("value", "type", "why"))
    return f"<div class=wide><table><tr>{heads}</tr>{rows}</table></div>"


def _list(lines: list[str], heading: str = "") -> str:
    if not lines:
        return ""
    told = f"<p><strong>{escape(heading)}</strong></p>" if heading else ""
    return told + "<ul>" + "".join(f"<li>{escape(redacted(line))}</li>" for line in lines) + "</ul>"
