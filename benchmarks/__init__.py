"""Figures of govplan on the machine at hand: `make bench`. See harness.py for how to add one."""
