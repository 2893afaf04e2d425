"""Small files: over 300 lines asks for a split, over 500 fails.

Usage: python tools/file_sizes.py [FOLDER]   (default: src). Exit code 1 if any file is over the limit.
"""

from __future__ import annotations

import sys
from pathlib import Path

WARN_LINES = 300
FAIL_LINES = 500


def main(folder: str = "src") -> int:
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sorted(Path(folder).rglob("*.py"))}
    for path, lines in sizes.items():
        if lines > WARN_LINES:
            verdict = "too long, split it" if lines > FAIL_LINES else "asks for a split"
            print(f"{path}: {lines} lines: {verdict} (aim 150, ask {WARN_LINES}, limit {FAIL_LINES})")
    failed = sum(lines > FAIL_LINES for lines in sizes.values())
    print(f"file sizes: {len(sizes)} files, longest {max(sizes.values(), default=0)} lines, {failed} over {FAIL_LINES}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
