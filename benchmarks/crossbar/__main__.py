"""python -m benchmarks.crossbar CLAIM ... [--data DIR] [--out ROWS.jsonl]
    [--badcrossbar PYTHON] [--aihwkit PYTHON] [--torch PYTHON]

exactness  the transfer matrix against full nodal analysis and badcrossbar; ideal chips against floating point
energy     the drivers' power against the heat of every resistor
speed      a vector after programming, against sparse LU and badcrossbar
noise      standard deviations against the published polynomials and aihwkit 1.1.0
residual   arrays that hold what those before got wrong, down to the read noise
digits     a 64-128-10 network on three devices at several times, against the reference figures
tuning     what noise-aware fine-tuning recovers
learned    the learned tier's classifiers on Banking77 (--data DIR with distil/banking77)
experts    a mixture of experts that is trained here
torch      torch modules against themselves as layers

PYTHON is the interpreter of an environment with badcrossbar 1.1, aihwkit 1.1.0, or torch and the extra chip; without it
these rows are left out.
Exit code 1 if a claim is missed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import process_time

from benchmarks.crossbar import foreign, nets, noise, wires
from benchmarks.crossbar.rows import Rows, versions

CLAIMS = ("exactness", "energy", "speed", "noise", "residual", "digits", "tuning", "learned", "experts", "torch")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossbar", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("claims", nargs="+", choices=(*CLAIMS, "all"), metavar="CLAIM")
    parser.add_argument("--badcrossbar", metavar="PYTHON")
    parser.add_argument("--aihwkit", metavar="PYTHON")
    parser.add_argument("--torch", metavar="PYTHON")
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, metavar="ROWS.jsonl")
    options = parser.parse_args()
    failed = 0
    for claim in CLAIMS if "all" in options.claims else options.claims:
        rows, begin = Rows(claim, options.out), process_time()
        print(f"\n{claim}")
        match claim:
            case "exactness" | "speed":
                getattr(wires, claim)(rows, options.badcrossbar)
            case "energy":
                wires.energy(rows)
            case "noise":
                noise.noise(rows, options.aihwkit)
            case "residual":
                noise.residual(rows)
            case "learned" if options.data is None:
                print("left out: name the development data with --data DIR")
            case "learned":
                nets.learned(rows, options.data / "distil")
            case "torch" if options.torch is None:
                print("left out: name an environment with torch with --torch PYTHON")
            case "torch":
                foreign.torch(rows, options.torch)
            case _:
                getattr(nets, claim)(rows)
        failed += rows.failed
        print(f"{process_time() - begin:.1f} CPU s, {rows.failed} claims missed")
    print(f"\n{', '.join(f'{name} {value}' for name, value in versions().items())}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
