"""The report on a study as a document of blocks, part by part; study_edition puts them together.

document    blocks that any renderer walks        told        what all parts are told from
numbers     figures in the reader's notation      figures     tables of figures with sentences
pictures    drawings, an SVG each                 grids       spread of scores, cross tables

summary, design, totals, items, raters, findings, published, differences, method, checklist and
provenance are the parts of the report.
"""
