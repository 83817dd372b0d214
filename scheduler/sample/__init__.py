"""A made-up council to try and test with."""

from scheduler.sample.write import LEAST_STAFF, MOST_STAFF, write_sample

__all__ = ["LEAST_STAFF", "MOST_STAFF", "write_sample"]
