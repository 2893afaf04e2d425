"""A process of its own for the tests: appends (and forgets) until it is stopped, naming what was acknowledged."""

import random
import sys
from itertools import count
from os import getpid, urandom

from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import Receipt


def receipt(number: int, chance: random.Random) -> Receipt:
    words = "word " * chance.choice((1, 50, 3_000))
    return Receipt(
        id=f"p{getpid()}-{urandom(4).hex()}-{number}",
        task_id=f"task-{number}",
        status="refused",
        created="2026-03-01T12:00:00.000+00:00",
        task={"input": words},
    )


def append(path: str, *, batches: int | None, forget: bool, sync: str) -> None:
    chance = random.Random(getpid())
    with SqliteLedger(path, sync=sync) as ledger:
        for number in count() if batches is None else range(batches):
            batch = [receipt(number * 100 + i, chance) for i in range(chance.randint(1, 8))]
            if ledger.append_at_once(batch) is None:
                ledger.append(batch, run=str(getpid()))
            print(*(one.id for one in batch), flush=True)
            if forget and number % 3 == 2:
                ledger.forget(batch[0].id)


def main(action: str, path: str, *options: str) -> None:
    given = dict(zip(options[::2], options[1::2], strict=True))
    if "--file-limit-bytes" in given:
        import resource

        size = int(given["--file-limit-bytes"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    batches = given.get("--batches")
    sync = given.get("--sync", "full")
    append(path, batches=batches and int(batches), forget=action == "forget", sync=sync)


if __name__ == "__main__":
    main(*sys.argv[1:])
