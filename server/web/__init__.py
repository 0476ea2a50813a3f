"""Audiences: parse, call one verb, render."""
