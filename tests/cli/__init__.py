"""Whole commands on small repositories, their output whole."""
