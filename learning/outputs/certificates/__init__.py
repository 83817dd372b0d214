"""Certificates on paper."""

from learning.outputs.certificates.page import certificates_html

__all__ = ["certificates_html"]
