"""Takeover: cases that ran elsewhere, such as the rows of a spreadsheet, go on here at the step that they had reached.

A map: `sheet` reads the file, `places` finds the steps that it names, `columns` reads its cells, `needs` says what
later steps would miss, `telling` what a submitter had read; `judging` puts these together for one row, and `taking` is
the public act.
"""
