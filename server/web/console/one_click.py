"""For branches that are still open: see server/web/one_click.py."""

from server.web.one_click import one_click as one_click
