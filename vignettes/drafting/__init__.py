"""Writing a case in the browser: typed, checked, compared, until a second person publishes it."""
