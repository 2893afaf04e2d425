"""Facts, rules and policies: what follows from them, what cannot, and what stays open."""
