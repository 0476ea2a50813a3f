"""Officers before the check: the registrar who invites and receives, and the Ministry's officer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from server.accreditation.calendar import day_of
from tests.e2e.officers import Officer, Registrar


class Inviter(Registrar):
    """Invites an organisation and receives what it filed."""

    def invite(self, election: str, *, letter: str) -> str:
        """Draft an invitation of the first organisation in the list and issue it; return its path."""
        self.open("/invitations/new")
        self.fill(election_id=election, issuer="parliament", planned="4")
        self.page.locator("main form [name='organisation_id']").select_option(index=1)
        self.send()
        invitation = self.path
        self.open(f"{invitation}/issue")
        self.fill(letter_number=letter, letter_date=_today())
        self.send()
        assert self.path == invitation, self.page.inner_text("main")
        return invitation

    def begin_check(self, number: str) -> None:
        """Begin the check of everyone received in an application."""
        self.open("/intake")
        with self.page.expect_navigation():
            self.page.locator("main tbody a.number", has_text=number).click()
        with self.page.expect_navigation():
            self.page.locator("main form .sticky-actions button.button").last.click()


class MfaOfficer(Officer):
    """Dispatches invitations, writes down what came on paper, reviews, submits; can refuse nobody."""

    role = "mfa"

    def dispatch(self, invitation: str, *, note: str) -> None:
        """Enter that the Ministry sent the invitation today."""
        self.open(f"{invitation}/dispatch")
        self.fill(dispatch_number=note, dispatched_on=_today())
        self.send()
        assert self.path == invitation, self.page.inner_text("main")

    def open_paper(self, invitation: str, *, number: str) -> str:
        """Open an application received on paper under the invitation; return its path."""
        self.open("/mfa/paper/new")
        self.fill(invitation_id=invitation.rsplit("/", 1)[-1], mfa_number=number, contact_name="A. Contact",
                  contact_email="contact@example.org")  # fmt: skip
        self.send()
        return self.path

    def add_list(self, application: str, file: Path) -> None:
        """Add the people of a file."""
        self.open(application)
        self.page.set_input_files("#f-list", file)
        with self.page.expect_navigation():
            self.page.locator("main form:has(#f-list) button").click()

    def scan(self, application: str, *, position: int, file: Path) -> None:
        """Add the scan of one person's document."""
        self.open(application)
        self.page.set_input_files(f"#copy-{position}", file)
        with self.page.expect_navigation():
            self.page.locator(f"main form:has(#copy-{position}) button").click()

    def file(self, application: str) -> None:
        """File the application."""
        self.open(application)
        self.press("/file")

    def open_person(self, document_number: str) -> None:
        """Open a person of the queue by the document's number."""
        self.open(f"/mfa?tab=waiting&text={document_number}")
        with self.page.expect_navigation():
            self.page.locator("main tbody a.main").first.click()

    def review(self, outcome: str, remarks: str = "") -> None:
        """Save the review of the person now shown."""
        self.fill(outcome=outcome, remarks=remarks)
        self.send()

    def ways_to_end(self) -> list[str]:
        """Return every outcome the page now shown offers."""
        return [box.get_attribute("value") or "" for box in self.page.locator("main [name='outcome']").all()]

    def forward(self, *, letter: str) -> None:
        """Submit everyone reviewed with one letter of today."""
        self.open("/mfa/forward")
        self.fill(letter_number=letter, letter_date=_today())
        self.send()
        expect(self.page.locator(".notice--green")).to_be_visible()


def _today() -> str:
    return str(day_of(datetime.now(UTC)))
