"""What a model may write instead of a grammar, and when it is believed. ``language`` is the door.

Of several translations of one text ``canonical`` tells whether they are the same Problem; ``mentions`` finds the values
that the text tells, and ``accounts`` holds them against those of the Problem, each way. ``unsayable`` turns away texts
that hold what no Problem can show.
"""
