"""The formats a course can leave in: a module each, listed in formater.py; what each can carry stands in om.py."""
