"""The product beside what others would use: solvers on the same case, and what people do today.

Every peer runs in a process of its own. What they are given, and what they give back, is in plain
arrays, so that a peer's process needs numpy and its own solver and nothing of the product.
"""
