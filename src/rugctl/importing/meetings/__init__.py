"""Blocks into meetings: where each begins, which parts it has, and what each part says."""
