"""Benchmarks that ship with the package: ``suffice bench NAME``. Data sets are given with ``--data``."""
