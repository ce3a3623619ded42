"""The tools that ship, one folder each, all of one shape."""
