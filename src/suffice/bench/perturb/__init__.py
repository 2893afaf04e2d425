"""Problems made up in code, in everyday wordings, and edits of them: what ``suffice bench soundness`` asks.

The answers come from plain Python (fractions, datetime, zoneinfo), never from the engine and never from the text.
``stories_*`` make the problems, ``keeping``, ``changing``, ``spoiling`` and ``commanding`` edit them.
"""
