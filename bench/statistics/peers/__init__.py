"""The same tasks as other packages do them; each module runs in an environment of its own."""
