"""What the pages of the library show, read and assembled into frozen values."""
