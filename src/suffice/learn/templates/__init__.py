"""Templates mined from logs: typed slots, the Problem behind the answers, and the checks before anybody is asked."""
