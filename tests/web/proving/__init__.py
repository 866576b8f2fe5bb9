"""The pages of auditors: whether the history is right, and the history for other programs."""
