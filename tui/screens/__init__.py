"""The screens of the app, one module each, each with a style sheet of its own in `tui/styles`."""
