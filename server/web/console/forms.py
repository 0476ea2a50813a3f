"""For branches that are still open: see server/web/forms.py."""

from server.web.forms import FIELD_OF_CODE as FIELD_OF_CODE
from server.web.forms import ONCE_FIELD as ONCE_FIELD
from server.web.forms import Form as Form
from server.web.forms import Options as Options
from server.web.forms import Refusal as Refusal
from server.web.forms import blank_form as blank_form
from server.web.forms import form_page as form_page
from server.web.forms import read_form as read_form
