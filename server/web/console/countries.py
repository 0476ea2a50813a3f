"""For branches that are still open: see server/web/countries.py."""

from server.web.countries import country_name as country_name
from server.web.countries import country_options as country_options
