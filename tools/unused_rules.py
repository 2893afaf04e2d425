"""List the named phrases of the grammars that no pattern and no code mentions; exit 1 if there are any."""

from __future__ import annotations

import re
import sys
from pathlib import Path

DEFINED = re.compile(r"^([a-z]\w*) :(?: |$)", re.MULTILINE)
MENTIONED = re.compile(r"<(\w+)>|\{\w*:(\w+)\}")


def main(folder: Path) -> int:
    rules = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.rules"))}
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    mentioned = {name for text in rules.values() for pair in MENTIONED.findall(text) for name in pair}
    mentioned |= set(re.findall(r'"<?(\w+)>?"', code))
    unused = [(path, name) for path, text in rules.items() for name in DEFINED.findall(text) if name not in mentioned]
    for path, name in unused:
        print(f"{path}: nobody mentions '{name}': use it or delete it", file=sys.stderr)
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
