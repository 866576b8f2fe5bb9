"""Experience: figures and logs of what happened."""
