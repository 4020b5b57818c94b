"""The conversation line by line, for screen readers and scripts: `converse` and, for any Markdown, `linear`.

`linear` turns Markdown into text without marks, `lines` reads messages, `conversation` is the loop.
"""
