"""Figures for whoever watches an installation, at /metrics in the text format of Prometheus.

counts      what each web process counts, in a file of its own that every process can read
requests    the middleware that times each request, and the sign-ins that failed
gauges      what the database tells at the moment of asking
exposition  all of it as text
view        the page and its guard

Never a score, a name, an agency or a token: the labels are names of routes, methods, statuses.
"""
