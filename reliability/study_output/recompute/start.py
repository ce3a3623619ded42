"""Recomputes every figure of results.csv from data.csv and compares: python report.py [folder].

Needs Python 3.9 or newer and numpy. Ends with status 1 where a figure differs.
"""

import runpy

runpy.run_module("recompute", run_name="__main__")
