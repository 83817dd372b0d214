"""Figures from answers: pure numpy and scipy, no web, no database.

Arrays of answers have a row for each person and a column for each item; NaN is a question not answered.
"""
