"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from suffice.records import Json
from suffice.report import sentences, told


def markdown(figures: Json) -> str:
    heads = ("group", "who", "answers", *sentences.QUESTIONS)
    table = [_line(heads), _line(["---"] * len(heads))]
    for group in figures["groups"]:
        name = f"{group['title']} ({group['requests']:,} requests)"
        for row in sentences.rows(group, figures["model"]):
            accuracy = "; ".join(filter(None, (row.accuracy, row.certified)))
            energy = f"{row.energy} ({row.spread})" if row.spread else row.energy
            table.append(_line((name, row.who, row.answers, accuracy, energy, row.audit)))
    sections = [
        f"# {sentences.TITLE}",
        *sentences.summary(figures),
        "\n".join(
            f"- **{value}**{f' ({spread})' if spread else ''} {said}"
            for value, spread, said in sentences.headlines(figures)
        ),
        "## Three questions, group by group",
        "\n".join(table),
        "## The whole stream",
        "\n".join(f"- {name}: {told.energy(part)}" for name, part in sentences.parts(figures)),
        *sentences.accounts(figures),
        "## Certificates, and what is kept for a model",
        *(f"**{title}**: {said}" for title, said in sentences.statements(figures)),
    ]
    return "\n\n".join(sections) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
