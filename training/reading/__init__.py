"""What assessors read before they practise: pages as TOML, and a check on statements."""
