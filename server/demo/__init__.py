"""The demo: two invented elections, made by the same use cases as in life; refused in production."""

from server.demo.build import build
from server.demo.summary import write_demo_json

__all__ = ["build", "write_demo_json"]
