"""A compute plan for years: what answers each group of requests, on what capacity, at what price, under uncertainty."""
