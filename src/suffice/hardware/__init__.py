"""Hardware models: what recorded work costs in joules and dollars on machines that are not ours to meter."""

from suffice.hardware._weights import KnownModel, Weights, known_model

__all__ = ["KnownModel", "Weights", "known_model"]
