"""Every sentence the program says, in every language side by side, and the one renderer."""
