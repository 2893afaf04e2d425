"""Templates mined from logs: typed slots, the Problem that gives the answers, and the checks before anybody is asked."""
