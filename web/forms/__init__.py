"""Forms: a form of a process as a page shows it, the values and files that were sent, and answers as readable text."""
