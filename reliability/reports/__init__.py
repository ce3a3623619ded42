"""What the pages of this app show, read and assembled into frozen records."""
