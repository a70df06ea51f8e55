"""A fagmøte with phones: the meeting, what is kept of it, and the server."""
