"""Versions: the processes as they are kept and in use; which of them begin by a message, a signal or at a moment."""
