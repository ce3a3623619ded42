"""What people send to the training pages, read into plain Python."""
