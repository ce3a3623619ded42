"""The demonstration: two agencies, their people, and codings simulated from named misread rules."""
