"""From Settings to what answers a task: solvers, verifiers, router, meter, pricer, and the ledger."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suffice.cascade import cascade
from suffice.config import environment
from suffice.config.learned import learned
from suffice.config.learned import manifest as read_manifest
from suffice.config.models import ModelSettings
from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.ports import Effect, Meter, Pricer, Recipe, Router, Solver, Verifier
from suffice.records import Json, Receipt, Task, Tier, Usage

if TYPE_CHECKING:
    from suffice.hardware.remote_tokens import RemoteTokens
    from suffice.learned.store import Manifest
    from suffice.ledgers.sqlite import SqliteLedger
    from suffice.symbolic.rules.policies import PolicySolver
    from suffice.symbolic.templates.template import Template

# Tokens that only order the ladder and guard budgets: of a short chat, and of one translation by the reader.
_CHAT = (500, 250)
_TRANSLATION = (3_500, 150)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that the cascade needs."""

    solvers: tuple[Solver, ...]
    verifiers: tuple[Verifier, ...]
    router: Router
    meter: Meter
    pricer: Pricer
    slice_s: float | None = None  # the longest that a solver may compute in this process at a stretch

    def steps(
        self, task: Task, request: Json = None, *, key: str | None = None, id: str | None = None
    ) -> Generator[Effect, Any, Receipt]:
        """The cascade for one task, to be run by a driver. The rest is for the receipt, see ``cascade``."""
        return cascade(
            task,
            self.solvers,
            self.verifiers,
            self.router,
            self.meter,
            self.pricer,
            request=request,
            key=key,
            id=id,
            slice_s=self.slice_s,
        )

    @property
    def connects(self) -> bool:
        """Whether any solver may ask for I/O, as models behind servers do."""
        return any(type(solver).steps is not Solver.steps for solver in self.solvers)


def build(settings: Settings, slice_s: float | None = None) -> Ladder:
    """``slice_s``: the longest that a solver may compute in this process at a stretch, where others wait too; what
    takes longer goes to a worker process. Raises UsageError where the configuration names what is not there.
    """
    from suffice.routers.cheapest_first import CheapestFirst
    from suffice.symbolic.solver import CertificateVerifier

    hardware = _hardware(settings)
    models = [(model.name, _model(model, hardware)) for model in settings.models]
    manifest = read_manifest(settings.learned)
    exact = symbolic(settings, manifest)
    compiled, verifiers = _learned(settings, manifest, [solver for _, solver in models])
    only_reads = settings.reader.model if settings.reader and settings.reader.only_reads else None
    return Ladder(
        solvers=(
            *(exact if slice_s is None else _with_recipes(exact, settings)),
            *compiled,
            *_reader(settings, hardware),
            *(model for name, model in models if name != only_reads),
            *(_outside(name) for name in settings.plugins),
        ),
        verifiers=(CertificateVerifier(), *verifiers),
        router=CheapestFirst(),
        meter=meter(settings),
        pricer=pricer(settings, hardware),
        slice_s=slice_s,
    )


def meter(settings: Settings) -> Meter:
    """What meters work done here. Raises UsageError where the one named cannot work on this machine."""
    from suffice.meters import MeterSettings, choose

    energy = settings.energy
    return choose(MeterSettings(energy.meter, energy.watts_per_core, energy.country, energy.g_per_kwh))


def pricer(settings: Settings, hardware: RemoteTokens | None = None) -> Pricer:
    """What prices calls of models. Raises UsageError where the model to compare with is not known."""
    from suffice.hardware.pricing import TokenPricer
    from suffice.meters import grid_intensity

    grid = grid_intensity(settings.energy.country, settings.energy.g_per_kwh)
    return TokenPricer(_prices(settings), hardware or _hardware(settings), grid, _frontier(settings))


def symbolic(settings: Settings, manifest: Manifest | None = None) -> list[Solver]:
    """One solver per family; each reads posted problems, then the configured templates, then plain English.

    ``manifest``: of the folder of learned solvers, whose templates were mined; read if it is not handed in.
    """
    from suffice.plugins import families
    from suffice.symbolic.reading import FormReader, family_reader
    from suffice.symbolic.solver import REMEMBERED, SymbolicSolver

    known = families()
    templates = all_templates(settings, manifest)
    readers: dict[str, list[Any]] = {family: [FormReader(family)] for family in known}
    if templates:
        from suffice.symbolic.templates.read import TemplateReader

        for family in known:  # each is handed all, because a request that fits two families is ambiguous
            readers[family].append(TemplateReader(family, templates))
    return [SymbolicSolver(family, [*readers[family], family_reader(family)], REMEMBERED) for family in known]


def symbolic_solver(settings: Settings, family: str) -> Solver:
    """One of them, as a worker process builds it."""
    return next(solver for solver in symbolic(settings) if solver.name == family)


def _with_recipes(solvers: list[Solver], settings: Settings) -> list[Solver]:
    for solver in solvers:
        solver.recipe = Recipe(__name__, symbolic_solver.__name__, (settings, solver.name))
    return solvers


def policies(settings: Settings) -> dict[str, PolicySolver]:
    """The configured policies by name, each as a solver of cases. Raises UsageError where one cannot be read."""
    if not settings.policies:
        return {}
    from suffice.symbolic.rules.policies import PolicySolver, posted

    return {name: PolicySolver(name, posted(path)) for name, path in settings.policies.items()}


def all_templates(settings: Settings, manifest: Manifest | None = None) -> list[Template]:
    """Those in files, those in the configuration itself, and approved ones of the solvers' folder; no name twice."""
    mined = _mined(settings, manifest)
    if not settings.templates and not settings.template_files and not mined:
        return []
    from suffice.symbolic.templates.load import from_tables, load_all, no_name_twice

    found = [*load_all([*settings.template_files, *mined])]
    if settings.templates:
        found += from_tables(list(settings.templates), str(settings.file))
    no_name_twice(found, str(settings.file))
    return found


def _mined(settings: Settings, manifest: Manifest | None) -> list[Path]:
    """The files of templates that were mined from logs and approved."""
    if settings.learned is None:
        return []
    from suffice.learned.approved import files

    return files(settings.learned.solvers, manifest or read_manifest(settings.learned))


def open_ledger(settings: Settings, *, writable: bool = True, sync: str = "full") -> SqliteLedger:
    """The ledger that the configuration names; its folder is made if need be. Raises LedgerError.

    ``sync``: where the configuration says nothing of it.
    """
    from suffice.errors import LedgerError
    from suffice.ledgers.sqlite import SqliteLedger

    path = settings.ledger_path
    if writable:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"the ledger's folder {path.parent} cannot be made ({error.strerror})") from None
    return SqliteLedger(path, writable=writable, sync=settings.sync or sync)


def _reader(settings: Settings, hardware: RemoteTokens) -> list[Solver]:
    """The model that reads for the exact engines, if one is named."""
    reader = settings.reader
    if reader is None:
        return []
    from suffice.models.reader import ModelReader
    from suffice.symbolic.formal.language import FormalLanguage, translatable

    model = next(model for model in settings.models if model.name == reader.model)
    times = reader.translations
    prompt, written = (tokens * times for tokens in _TRANSLATION)
    joules = hardware.call(Usage(model.model, prompt, written))
    usd = None
    if model.usd_per_mtok_in is not None and model.usd_per_mtok_out is not None:
        usd = (prompt * model.usd_per_mtok_in + written * model.usd_per_mtok_out) / 1e6
    return [
        ModelReader(
            _model(model, hardware),
            [FormalLanguage(family) for family in translatable()],
            model.model,
            translations=times,
            max_tokens=reader.max_tokens,
            timeout_s=reader.timeout_s,
            expected_usd=usd,
            expected_joules=joules and joules.value,
        )
    ]


def _learned(
    settings: Settings, manifest: Manifest | None, models: list[Solver]
) -> tuple[list[Solver], list[Verifier]]:
    """The solvers compiled from logs, if a folder of them is named."""
    if settings.learned is None or manifest is None:
        return [], []
    solver, verifier = learned(settings.learned, manifest, models)
    return [solver], [verifier]


def _model(model: ModelSettings, hardware: RemoteTokens) -> Solver:
    from suffice.models.openai_server import ModelServer, OpenAIServer

    joules = hardware.call(Usage(model.model, *_CHAT))
    expected_joules = None if joules is None else joules.value
    server = ModelServer(
        name=model.name,
        tier=model.tier,
        base_url=model.base_url or "",
        model=model.model,
        key_env=model.key_env,
        total_b=model.total_b,
        active_b=model.active_b,
        bytes_per_weight=model.bytes_per_weight,
        usd_per_mtok_in=model.usd_per_mtok_in,
        usd_per_mtok_out=model.usd_per_mtok_out,
        usd_per_mtok_cached=model.usd_per_mtok_cached,
        timeout_s=model.timeout_s,
        stream=model.stream,
        extra=model.extra,
    )
    if model.kind == "server":
        return OpenAIServer(server, model_key(model), expected_joules)
    from suffice.models.replay import Replay

    assert model.file is not None
    replay = Replay(
        model.name,
        model.tier,
        model.file,
        model.model if model.model_stated else None,
        server.chat_usd,
        expected_joules,
    )
    replay.load()
    return replay


def model_key(model: ModelSettings) -> str | None:
    if model.key_env is None:
        return None
    key = environment.secret(model.key_env)
    if key is None:
        raise UsageError(
            f"{model.where} key_env: the environment variable {model.key_env} is not set; "
            "export it, or remove the line if the server needs no key"
        )
    return key


def _outside(name: str) -> Solver:
    from suffice import plugins

    if name in plugins.names("models"):
        raise UsageError(f"plugins: '{name}' is part of suffice; configure it with [[model]]")
    solver: type[Solver] = plugins.find(Solver, name)
    return solver()  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete


def _hardware(settings: Settings) -> RemoteTokens:
    from suffice.hardware._weights import Weights
    from suffice.hardware.remote_tokens import RemoteTokens

    weights = {}
    for model in settings.models:
        if model.total_b is not None:
            bits = 16.0 if model.bytes_per_weight is None else 8 * model.bytes_per_weight
            try:
                weights[model.model] = Weights.of(model.total_b, model.active_b, bits)
            except UsageError as error:
                raise UsageError(f"{model.where}: {error}") from None
    return RemoteTokens(weights)


def _prices(settings: Settings) -> dict[str, Any]:
    from suffice.hardware.pricing import Price

    return {
        model.model: Price(model.usd_per_mtok_in, model.usd_per_mtok_out, model.usd_per_mtok_cached)
        for model in settings.models
        if model.usd_per_mtok_in is not None and model.usd_per_mtok_out is not None
    }


def _frontier(settings: Settings) -> str | None:
    """The model of the comparison: the one named, else the first frontier model, else the pricer's own choice.

    Raises UsageError where the one named is neither configured nor known.
    """
    from suffice.hardware._weights import known_model

    by_name = {model.name: model.model for model in settings.models}
    if settings.instead is not None:
        if settings.instead not in by_name and known_model(settings.instead) is None:
            there = f"one of {', '.join(by_name)}, or " if by_name else ""
            raise UsageError(
                f"{settings.file}: [instead] model: '{settings.instead}' is not known; name {there}"
                "an open model whose energy was measured, such as openai/gpt-oss-120b"
            )
        return by_name.get(settings.instead, settings.instead)
    return next((model.model for model in settings.models if model.tier is Tier.FRONTIER), None)
