"""What other apps' pages show of training."""
