"""Tests of the pages: a folder for each of the subjects of web; here those of the site as a whole, and what all use."""
