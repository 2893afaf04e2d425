"""The report as one HTML file that needs nothing else, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from suffice.records import Json
from suffice.report import drawing

TITLE = "What answered, how well, at what energy"
_STYLE = """
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line); }
figure { margin: 1.5rem 0; } figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
"""
_HEADS = ("group", "who", "answers", "1. accuracy on your task", "2. energy of an answer", "3. what can be audited")


def html(figures: Json) -> str:
    stream = figures["stream"]
    heads = "".join(f"<th>{escape(head)}" for head in _HEADS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}' for cell in row)}</tr>" for row in rows(figures))
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(TITLE)}</title>",
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{_STYLE}</style>',
        f"<h1>{escape(TITLE)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in summary(figures)),
        drawing.shares(figures["tiers"]),
        "<h2>Three questions, group by group</h2>",
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>",
        drawing.curves(figures["groups"]),
        "<h2>The whole stream</h2>",
        drawing.joules(stream),
        *(f"<p>{escape(line)}</p>" for line in accounts(figures)),
        "<h2>Certificates, and what is kept for a model</h2>",
        *(f"<p>{escape(line)}</p>" for line in statements(figures)),
        "</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def markdown(figures: Json) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    table = [line(_HEADS), line(["---"] * len(_HEADS)), *(line(row) for row in rows(figures))]
    sections = [
        f"# {TITLE}",
        *summary(figures),
        "## Three questions, group by group",
        "\n".join(table),
        "## The whole stream",
        *accounts(figures),
        "## Certificates, and what is kept for a model",
        *statements(figures),
    ]
    return "\n\n".join(sections) + "\n"


def summary(figures: Json) -> Iterator[str]:
    shares = ", ".join(f"{name} {count / max(figures['requests'], 1):.1%}" for name, count in figures["tiers"].items())
    yield f"{figures['requests']:,} requests: {shares}."
    if figures["forgotten"]:
        yield f"{figures['forgotten']:,} receipts were forgotten: nothing is known of them, and they count nowhere."
    stream = figures["stream"]
    if stream["answered_share"]:
        yield (
            f"A request that was answered without a model took {_percent(stream['answered_share'])} the energy "
            f"that {figures['model']} would have taken for it."
        )
    if stream["share"]:
        yield (
            f"The whole stream, with everything that was escalated, audited, refused or learned, takes "
            f"{_percent(stream['share'])} the energy of sending all of it to {figures['model']}."
        )


def rows(figures: Json) -> Iterator[tuple[str, ...]]:
    """One row for each group and whoever answered in it, and one for the frontier model instead."""
    for group in figures["groups"]:
        name = f"{group['title']} ({group['requests']:,} requests)"
        for who, cell in group["who"].items():
            audit = "; ".join(cell["audit"]) or "nothing"
            yield name, who, f"{cell['answered']:,}", _accuracy(cell, group, who), _joules(cell), audit
        instead = {"joules": group["instead"]["joules"], "methods": figures["model_joules"]}
        told = _logged(group["logged"]) if group["logged"] else "unknown: no logged answers with gold ones"
        yield name, f"instead: {figures['model'] or 'unknown'}", "-", told, _joules(instead), "nothing but the text"


def accounts(figures: Json) -> Iterator[str]:
    stream = figures["stream"]
    for name, part in stream["parts"].items():
        yield f"{name}: {_energy(part)}"
    yield f"the whole stream: {_energy(stream['whole'])}; all of it to {figures['model']}: {_energy(stream['instead'])}"
    requests = max(figures["requests"], 1)
    learning = stream["parts"]["learning"]
    if learning["value"]:
        each = f"{learning['value'] / requests:.3g} J for each of these {figures['requests']:,} requests"
        yield f"Learning is counted whole: {each}, and less with each that follows."


def statements(figures: Json) -> Iterator[str]:
    for group in figures["groups"]:
        if group["statement"]:
            yield f"{group['group']}: {group['statement']}."
        elif group["kept"]:
            yield f"{group['group']}: kept for a model: {group['kept']}."


def _accuracy(cell: Json, group: Json, who: str) -> str:
    told = f"{cell['right']} of {cell['graded']} with a gold answer" if cell["graded"] else "no gold answers"
    certificate = group["certificate"]
    if certificate and who.startswith("learned"):
        told += f"; certified: {certificate['target']:.4g} with confidence {1 - certificate['delta']:.4g}"
    elif "proved" in cell["levels"]:
        told += "; proved, relative to the reading"
    return told


def _logged(logged: Json) -> str:
    return f"{logged['right']} of {logged['graded']} logged answers of {' and '.join(logged['models'])} are gold"


def _joules(cell: Json) -> str:
    each = cell["joules"]
    if each is None:
        return "unknown"
    return f"{each['value']:.3g} J ({each['low']:.3g} to {each['high']:.3g}); {'; '.join(cell['methods'])}"


def _energy(figure: Json) -> str:
    if figure["unknown"] and not figure["value"]:
        return "unknown"
    unknown = f", and {figure['unknown']} parts that nobody knows" if figure["unknown"] else ""
    return f"{figure['value']:.3g} J ({figure['low']:.3g} to {figure['high']:.3g}){unknown}"


def _percent(share: Json) -> str:
    return f"{share['value']:.3g} ({share['low']:.2g} to {share['high']:.2g}) times"
