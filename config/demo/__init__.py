"""The demonstration: three agencies, their people, and codings simulated from misread rules."""
