"""An incident at a glance: counts over time, the map of recoveries, progress by evidence, yearly figures."""
