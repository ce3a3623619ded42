"""Every figure of a report again, from its exported data: numpy and the standard library only.

Independent of the engine on purpose: own formulas, own distributions, own likelihood. A bundle
holds this folder as it is, so it imports nothing but its own modules. Run it by report.py.
"""
