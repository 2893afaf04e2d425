"""The checker's own arithmetic: whole-number ratios in base units, its own unit table, roots, rounding and walk.

Nothing here is shared with the solver except the table of units itself. From the ground up: ``ratios``, ``measures``,
``numbers``, ``values`` (what a Problem writes), ``operations`` by name, ``unknowns`` of equations; ``digits`` and
``readback`` read the answer's text; ``claims`` are what the steps say and ``recount`` walks the Problem past them.
"""
