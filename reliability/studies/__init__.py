"""Studies of agreement, from a table of codings to every figure of the report. Knows no Django.

reading    a file -> rows of cells                        columns    what a column can be
blinding   cells -> small numbers, dates, hashes          guessing   headers -> a first mapping
checking   mapped rows -> codings, and what is wrong      freezing   codings -> their digest
frame      codings as arrays                              design     who scored what
computing  the report's figures -> results.Results        rules      what breaks a tool's own rules
templates  empty tables to fill in
"""
