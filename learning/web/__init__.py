"""HTTP only: guard, load, form, domain, redirect or render."""
