"""The configuration: a TOML file becomes Settings, and Settings become a ladder of solvers.

Works with no file. Nothing is built before it is asked for.
"""

from __future__ import annotations

from suffice.config.settings import Settings, load

__all__ = ["Settings", "load"]
