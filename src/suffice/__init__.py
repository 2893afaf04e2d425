"""suffice: the cheapest approach that suffices, proven, metered and receipted."""

__version__ = "0.1.0"
