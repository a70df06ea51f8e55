"""Enhetlig: YAML cases and guideline rules become a course that checks choices."""
