"""Benchmarks: ratios against peers and limits, never timed assertions."""
