"""Versions: the processes as stored and in use; which of them begin by a message, a signal or at a moment."""
