"""The parts of the main screen. Attributes come down, messages go up; no part knows another."""
