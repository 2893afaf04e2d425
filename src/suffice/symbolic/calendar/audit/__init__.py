"""The checker's own calendar: day numbers, its own reading of the zone tables, counting one by one.

Nothing here is shared with the solver except the tables of the world: tz database and holidays.
"""
