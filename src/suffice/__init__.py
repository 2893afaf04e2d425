"""suffice: the cheapest approach that suffices, proven, metered and receipted.

>>> import suffice
>>> receipt = suffice.solve("What is 18% of 250?")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suffice.facade import solve
    from suffice.records import Receipt, Task
    from suffice.symbolic.extraction.spans import Span, extract

__version__ = "0.1.0"
__all__ = ["Receipt", "Span", "Task", "__version__", "extract", "solve"]

_HOMES = {
    "solve": "suffice.facade",
    "Task": "suffice.records",
    "Receipt": "suffice.records",
    "extract": "suffice.symbolic.extraction.spans",
    "Span": "suffice.symbolic.extraction.spans",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'suffice' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
