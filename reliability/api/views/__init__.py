"""One module a subject; every view is a `reliability.api.views.base.ApiView`."""
