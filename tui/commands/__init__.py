"""The `govplan` commands, one module for a command or a few; `registry` says how one is declared.

Importing these modules is cheap: a handler imports what it needs when it runs.
"""
