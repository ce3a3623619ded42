"""What people enter on the pages of this app, by noun."""
