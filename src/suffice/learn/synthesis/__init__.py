"""Search for programs of ``learned/program`` that turn the given inputs into the given outputs, likeliest first.

Backward from the outputs: every output is cut into pieces, at the same places of the program for all examples at once
(``paths``); a piece is a constant or one of the *atoms* that yield the piece on every example (``atoms``, ``cuts``,
``numeric``, ``temporal``). Where no single program fits, the examples are split by a condition (``branches``). Costs
are set by general principles, stated in ``costs``; nothing is tuned to the text of any item.
"""
