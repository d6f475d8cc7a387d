"""Remains: recovery, examination, teeth, effects, in versions."""
