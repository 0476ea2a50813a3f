"""For branches that are still open: see server/web/fields.py."""

from server.web.fields import BISHKEK as BISHKEK
from server.web.fields import Field as Field
from server.web.fields import FieldRefused as FieldRefused
from server.web.fields import parse as parse
from server.web.fields import parse_day as parse_day
from server.web.fields import parse_minute as parse_minute
from server.web.fields import shown as shown
