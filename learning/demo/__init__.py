"""A believable council in the application, in the middle of its programme."""

from learning.demo.council import make_demo
from learning.demo.roles import accounts_by_role

__all__ = ["accounts_by_role", "make_demo"]
