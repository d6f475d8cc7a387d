"""Teeth as evidence: two charts compared tooth by tooth."""

from __future__ import annotations

from antigone.evidence.tooth_comparison import TeethComparison, ToothComparison, compare_teeth

__all__ = ["TeethComparison", "ToothComparison", "compare_teeth"]
