"""Writes of monitoring: points, watches, alerts, remedies, rechecks and the run over an agency."""
