"""The Textual app and the `govplan` command line. Talks to `assistant.workspace` and to nothing below it."""
