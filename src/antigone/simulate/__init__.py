"""Incidents with known truth, for demonstration, training, calibration and benchmarks."""
