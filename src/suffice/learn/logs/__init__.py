"""Logs of answered requests, whatever wrote them: JSON lines of several forms, CSV, the ledger; gzip too."""

from suffice.learn.logs.logged import Faults, Logged
from suffice.learn.logs.reading import Logs, Progress

__all__ = ["Faults", "Logged", "Logs", "Progress"]
