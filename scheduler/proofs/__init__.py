"""Exact models of parts of the problem, for the bounds: what CP-SAT (OR-Tools) proves, the bounds may lean on.

Every model drops rules, never adds one, so that whatever it shows to be impossible is impossible.
"""
