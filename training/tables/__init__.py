"""What the start page and the group page read and assemble."""
