"""Everything this package raises on purpose. Each message says what to do.

SufficeError
├── UsageError      the caller's arguments, configuration or files: exit code 2
├── SolverError     a solver broke (a dead server, rubbish in a reply): the attempt failed
│   ├── Unreached   its server was never reached: nothing was spent there
│   └── Rejected    its server does not take such a request (HTTP 400, 422): another form of it may do
└── LedgerError     the ledger cannot be read or written
"""

_REASON_CHARS = 300


class SufficeError(Exception):
    """Root of the tree; the message carries the cure."""


class UsageError(SufficeError):
    """Bad arguments, configuration or input files."""


class SolverError(SufficeError):
    """A solver broke while trying. The cascade records the attempt as failed and goes on."""


class Unreached(SolverError):
    """The server was never reached (refused, unknown host), so the call cost nothing there."""


class Rejected(SolverError):
    """The server found fault with the request itself (HTTP 400 or 422), which another request need not have."""


class LedgerError(SufficeError):
    """The ledger cannot be read, written or trusted."""


def in_words(error: Exception) -> str:
    """A reason for a receipt: our own errors speak for themselves, a bug is named by its type."""
    words = str(error) if isinstance(error, SufficeError) else f"{type(error).__name__}: {error}"
    return words if len(words) <= _REASON_CHARS else words[: _REASON_CHARS - 1] + "…"
