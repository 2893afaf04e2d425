"""Goals over actions: plans in the core of PDDL, checked step by step."""
