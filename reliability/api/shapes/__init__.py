"""What comes in and what goes out, as frozen pydantic models: they check, and they describe."""
