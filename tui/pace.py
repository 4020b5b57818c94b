"""A quicker start: garbage collection rests while modules are loaded and the first screen is drawn."""

import gc


def hurry() -> None:
    """Stop looking for garbage: start-up makes many objects and next to no garbage."""
    gc.disable()


def settle() -> None:
    """Look for garbage again, but not among what start-up made, which stays for good."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
