"""From logs to groups: sample, mine shapes, count, and say what the replies are made of. Four passes over the files,
two of which read only what was sampled; memory does not depend on the length of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from suffice.learn import shapes
from suffice.learn.census import Census
from suffice.learn.checkpoint import Checkpoint
from suffice.learn.logs import Faults, Logged, Logs
from suffice.learn.options import options
from suffice.learn.outputs import Said, Typed, typed
from suffice.learn.shapes import Sampling
from suffice.learn.sketch import batches, hashed
from suffice.learned.fitting import Fitting
from suffice.learned.group import Group
from suffice.learned.shape import Shape

_TOP = 1000  # outputs whose texts are looked at
_SAMPLE_ROWS, _SAMPLE_CHARS = 80_000, 60_000_000  # of all groups' samples together
_SAMPLE_LEAST = 60  # of each group
_BATCH_CHARS = 100_000_000  # of what is read again in one pass
_SAVED_EVERY = 50_000  # rows

Cut = tuple[Logged, dict[str, str]]  # a request and the texts of its slots


@dataclass(frozen=True, slots=True)
class Found:
    """A group in a log. ``group`` is None where nothing at all was answered.

    ``sample``: distinct requests of it with their slots, at most ``census.SAMPLE``. ``gold_states``: share of the
    sampled gold values that the reply can state, where there are any; ``gold``: the reply as these alone tell it.
    """

    shape: Shape
    census: Census
    options: tuple[str, ...] = ()
    typed: Typed | None = None
    group: Group | None = None
    sample: tuple[Cut, ...] = ()
    gold_states: float | None = None
    gold: Typed | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All groups of a log, the largest first. ``unfitting``: rows of no group; ``odd``: of images or tool calls."""

    rows: int
    groups: tuple[Found, ...]
    unfitting: int
    odd: int
    faults: Faults = field(default_factory=Faults)

    @property
    def fitting(self) -> Fitting:
        """Which shape a request has; knows those of unanswered groups too."""
        return Fitting(found.shape for found in self.groups)


Step = Callable[[str, int, Logged], None]  # name of the pass, rows so far, the last of them


def find(logs: Logs, step: Step = lambda name, rows, last: None, checkpoint: Checkpoint | None = None) -> Findings:
    """Raises UsageError for files that are no logs."""
    checkpoint = checkpoint or Checkpoint(None, logs)
    sampling = _sampled(logs, step, checkpoint)
    known = checkpoint.shapes()
    if known is None:
        known = shapes.find(logs, sampling)
        checkpoint.keep_shapes(known)
    counted = _counted(logs, known, step, checkpoint)
    unfitting = counted.unfitting
    groups = list(_looked_at(logs, [(shape, census) for shape, census in counted.each.items() if census.rows]))
    groups.sort(key=lambda found: (-found.census.rows, found.shape.id))
    return Findings(sampling.rows, tuple(groups), unfitting, sampling.odd, checkpoint.faults)


def rows(logs: Logs, findings: Findings) -> Iterator[tuple[Shape, dict[str, str], Logged]]:
    """Every row that fits a group, with its shape and the texts of its slots."""
    fitting = findings.fitting
    for logged in logs:
        cut = fitting.find(logged.task)
        if cut is not None:
            yield *cut, logged


def _sampled(logs: Logs, step: Step, checkpoint: Checkpoint) -> Sampling:
    sampling, after, done = checkpoint.sampling()
    if done:
        return sampling
    for logged in logs.after(after, checkpoint.faults):
        sampling.add(logged)
        step("looking", sampling.rows, logged)
        if sampling.rows % _SAVED_EVERY == 0:
            checkpoint.keep_sampling(sampling, logged.address, False)
    checkpoint.keep_sampling(sampling, -1, True)
    return sampling


@dataclass(slots=True)
class Counted:
    """The second pass."""

    each: dict[Shape, Census]
    rows: int = 0
    unfitting: int = 0


def _counted(logs: Logs, known: Sequence[Shape], step: Step, checkpoint: Checkpoint) -> Counted:
    each, numbers, after = checkpoint.counts(known)
    counted = Counted(each, *numbers)
    fitting = Fitting(known)
    seen: set[int] = set()
    for logged in logs.after(after):
        cut = fitting.find(logged.task)
        if cut is None:
            counted.unfitting += 1
        else:
            each[cut[0]].add(logged, cut[1], seen)
        counted.rows += 1
        step("counting", counted.rows, logged)
        if counted.rows % _SAVED_EVERY == 0:
            checkpoint.keep_counts(each, (counted.rows, counted.unfitting), logged.address)
    return counted


@dataclass(slots=True)
class _Wanted:
    """What is to be read again of one shape: its sample, and the first request of each frequent output."""

    shape: Shape
    census: Census
    sample: set[int]
    said: dict[int, int]  # address -> how often that was said
    gold: dict[int, int]

    @classmethod
    def of(cls, shape: Shape, census: Census, groups: int) -> _Wanted:
        """As much as each of so many ``groups`` may hold."""
        chars = max(1, census.chars // census.rows)
        most = min(len(census.sample.held), _SAMPLE_ROWS // groups, _SAMPLE_CHARS // groups // chars)
        most = max(_SAMPLE_LEAST, most)
        sample = {address for _, address in sorted(census.sample.held.items())[:most]}
        frequent = [
            {address: count for count, address in counts.top(min(_TOP, most)) if count > 1}
            for counts in (census.said, census.gold)
        ]
        return cls(shape, census, sample, *frequent)

    @property
    def addresses(self) -> set[int]:
        return self.sample | self.said.keys() | self.gold.keys()

    @property
    def chars(self) -> int:
        return len(self.addresses) * (self.census.chars // self.census.rows + 100)


def _looked_at(logs: Logs, shapes: Sequence[tuple[Shape, Census]]) -> Iterator[Found]:
    """The groups with their samples read again, as many in one pass as memory allows."""
    for batch in batches([_Wanted.of(*one, len(shapes)) for one in shapes], lambda one: one.chars, _BATCH_CHARS):
        wanted = {address: one for one in batch for address in one.addresses}
        held: dict[int, Logged] = {}
        for logged in logs.at(wanted):
            held[logged.address] = logged
        for one in batch:
            yield _found(one, held)


def _found(wanted: _Wanted, held: dict[int, Logged]) -> Found:
    """A group whose replies are understood."""
    shape, census = wanted.shape, wanted.census
    cuts = {address: shape.cut([message.content for message in held[address].task.messages])
            for address in sorted(wanted.addresses & held.keys())}  # fmt: skip
    read = {address: (held[address], cut) for address, cut in cuts.items() if cut is not None}
    sample = tuple(read[address] for address in sorted(wanted.sample) if address in read)
    said = _said(sample, read, wanted.said, census.said.total, lambda logged: logged.answer)
    gold = _said(sample, read, wanted.gold, census.gold.total, lambda logged: logged.gold)
    listed = options(shape)
    if not said and not gold:
        return Found(shape, census, listed, sample=sample)
    understood = typed(said or gold, listed)
    states = None
    if gold:
        stated = sum(one.weight for one in gold if understood.reply.values(one.text) is not None)
        states = stated / sum(one.weight for one in gold)
    return Found(
        shape,
        census,
        listed,
        understood,
        Group.of(shape, understood.reply),
        sample,
        states,
        typed(gold, listed) if gold else None,
    )


def _said(
    sample: Sequence[Cut], read: dict[int, Cut], frequent: dict[int, int], total: int, text_of: Callable
) -> list[Said]:
    """The outputs to study: the frequent ones with their counts, and single ones of the sample for all the others."""
    known: set[int] = set()
    said: list[Said] = []
    for address, count in frequent.items():
        if address in read:
            logged, fields = read[address]
            text = text_of(logged)
            known.add(hashed(text.strip()))
            said.append(Said(text, tuple(fields.values()), count, count))
    rest = [(text, fields) for logged, fields in sample
            if (text := text_of(logged)) is not None and hashed(text.strip()) not in known]  # fmt: skip
    weight = max(1, round((total - sum(one.weight for one in said)) / len(rest))) if rest else 1
    return said + [Said(text, tuple(fields.values()), weight) for text, fields in rest]
