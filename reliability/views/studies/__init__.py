"""Pages of studies: bringing data, following the work, reading, changing and sharing."""
