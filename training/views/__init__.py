"""The training pages, by what a person does on them."""
