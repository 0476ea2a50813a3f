"""Second factors: set up by a proven person, asked for at sign-in, never replayed, never lost by whom they bind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from server.accreditation.errors import CodedError
from server.adapters.encryption.totp_secrets import SealedTotpSecrets
from server.adapters.passkeys import FidoPasskeys
from server.usecases.add_user import add_user, close_user, give_one_time_password, reset_second_factors
from server.usecases.change_password import change_password
from server.usecases.errors import Conflict, InvalidInput
from server.usecases.ports import Actor, Ports
from server.usecases.records import Totp
from server.usecases.remove_factors import Checks, OwnProof, remove_totp
from server.usecases.roles import OFFICERS
from server.usecases.second_factors import (
    add_passkey,
    begin_totp,
    confirm_totp,
    pending_totp,
)
from server.usecases.sign_in import OpenedSession, SecondFactorNeeded, sign_in, sign_in_with_code
from server.usecases.sign_in_with_passkey import PasskeyAnswer, sign_in_with_passkey
from server.usecases.totp_codes import STEP_SECONDS, code_at, new_secret, step_of
from tests.office import NOW, SYSTEM, Office
from tests.software_authenticator import SoftwareAuthenticator

ORIGIN = "https://localhost"
PASSWORD = "a long enough phrase"


@dataclass(slots=True)
class House:
    """An office with accounts whose passwords are known."""

    office: Office
    ports: Ports

    def account(self, login: str, role: str) -> Actor:
        """Add an officer."""
        made = self.office.do(add_user, by=SYSTEM, login=login, display_name=login, role=role, password=PASSWORD)
        return Actor(made["id"], role)

    def enter(self, login: str, **more: Any) -> OpenedSession:
        """Sign in with the password."""
        return sign_in(self.ports, login=login, password=PASSWORD, roles=OFFICERS, **more)

    def enrol(self, who: Actor, family_id: str) -> str:
        """Set up an app and return its secret; the clock then stands at the next step."""
        self.office.do(begin_totp, by=who, password=PASSWORD, totp_secrets=self.ports.totp_secrets)
        secret = pending_totp(self.ports, user_id=who.user_id)
        assert secret is not None
        self.office.do(confirm_totp, by=who, code=self.code(secret), family_id=family_id,
                       totp_secrets=self.ports.totp_secrets)  # fmt: skip
        self.office.clock.move(seconds=STEP_SECONDS)
        return secret

    def code(self, secret: str) -> str:
        """Return the app's present code."""
        return code_at(secret, self.office.clock.now())

    def remove(self, verb: Any, who: Actor, *, password: str = PASSWORD, code: str = "", **more: Any) -> Any:
        """Take a factor away with this proof."""
        checks = Checks(self.ports.passkeys, self.ports.totp_secrets)
        return self.office.do(verb, by=who, proof=OwnProof(password, code, more.pop("passkey", None)), checks=checks,
                              **more)  # fmt: skip

    def standing(self, session: OpenedSession) -> Any:
        """Return the session while it stands."""
        return self.ports.queries.open_session(session.family_id, jti=session.jti, now=self.office.clock.now())


@pytest.fixture
def house(office: Office) -> House:
    """Return an office over an empty database."""
    return House(office, office.ports)


def test_an_approver_can_do_nothing_before_a_second_factor_is_set_up(house: House) -> None:
    who = house.account("signe", "approver")
    opened = house.enter("signe")
    assert house.standing(opened).unfinished == "second_factor_required"
    house.enrol(who, opened.family_id)
    assert house.standing(opened).unfinished == ""
    assert house.standing(opened).factor == "totp"


def test_the_password_alone_then_opens_nothing(house: House) -> None:
    who = house.account("signe", "approver")
    secret = house.enrol(who, house.enter("signe").family_id)
    with pytest.raises(SecondFactorNeeded) as needed:
        house.enter("signe")
    assert (needed.value.user_id, needed.value.totp, needed.value.passkeys) == (who.user_id, True, 1)
    assert house.enter("signe", code=house.code(secret)).user_id == who.user_id


def test_a_code_serves_once_and_near_its_time(house: House) -> None:
    who = house.account("signe", "approver")
    secret = house.enrol(who, house.enter("signe").family_id)
    code = house.code(secret)
    house.enter("signe", code=code)
    with pytest.raises(CodedError, match="second_factor_wrong"):
        house.enter("signe", code=code)
    with pytest.raises(CodedError, match="second_factor_wrong"):
        sign_in_with_code(house.ports, login="signe", user_id=who.user_id, code=code, roles=OFFICERS)
    house.office.clock.move(seconds=5 * STEP_SECONDS)
    with pytest.raises(CodedError, match="second_factor_wrong"):
        house.enter("signe", code=code)
    assert house.enter("signe", code=f" {house.code(secret)[:3]} {house.code(secret)[3:]}")


def test_a_code_is_for_its_own_step_only() -> None:
    office_now, secret = NOW, new_secret()
    present = int(office_now.timestamp()) // STEP_SECONDS
    code = code_at(secret, office_now)
    assert step_of(code, secret=secret, now=office_now, last_step=0) == present
    assert step_of(code, secret=secret, now=office_now + timedelta(seconds=STEP_SECONDS), last_step=0) == present
    assert step_of(code, secret=secret, now=office_now + timedelta(seconds=2 * STEP_SECONDS), last_step=0) is None
    assert step_of(code, secret=secret, now=office_now, last_step=present) is None
    for odd in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", code + "\0"):
        assert step_of(odd, secret=secret, now=office_now, last_step=0) is None


def test_the_first_second_factor_ends_sessions_that_proved_none(house: House) -> None:
    who = house.account("ruth", "registrar")
    here, elsewhere = house.enter("ruth"), house.enter("ruth")
    house.enrol(who, here.family_id)
    assert house.standing(here) is not None
    assert house.standing(elsewhere) is None


def test_the_secret_is_sealed_at_rest_and_bound_to_its_account(house: House) -> None:
    who = house.account("ruth", "registrar")
    secret = house.enrol(who, house.enter("ruth").family_id)
    with house.ports.unit_of_work() as uow:
        kept = uow.first(Totp, user_id=who.user_id)
    assert kept is not None and secret.encode() not in kept.secret
    assert pending_totp(house.ports, user_id=who.user_id) is None
    for wrong in (replace(house.ports.totp_secrets, key=b"x" * 32), house.ports.totp_secrets):  # type: ignore[type-var]
        with pytest.raises(CodedError, match="totp_secret_unreadable"):
            wrong.open(kept.secret, user_id="somebody else")
    assert "key" not in repr(SealedTotpSecrets(b"k" * 32))


def test_whom_the_law_of_the_house_binds_keeps_a_second_factor(house: House) -> None:
    approver, registrar = house.account("signe", "approver"), house.account("ruth", "registrar")
    for login, who in (("signe", approver), ("ruth", registrar)):
        house.enrol(who, house.enter(login).family_id)
    with pytest.raises(Conflict, match="last_second_factor"):
        house.remove(remove_totp, approver)
    with pytest.raises(InvalidInput):
        house.remove(remove_totp, registrar, password="not the one")
    house.remove(remove_totp, registrar)
    assert not house.ports.queries.second_factors(registrar.user_id).any


def test_nothing_is_set_up_without_the_password(house: House) -> None:
    who = house.account("ruth", "registrar")
    with pytest.raises(InvalidInput):
        house.office.do(begin_totp, by=who, password="not the one", totp_secrets=house.ports.totp_secrets)
    house.office.do(begin_totp, by=who, password=PASSWORD, totp_secrets=house.ports.totp_secrets)
    opened = house.enter("ruth")
    with pytest.raises(InvalidInput):
        house.office.do(confirm_totp, by=who, code="000000", family_id=opened.family_id,
                        totp_secrets=house.ports.totp_secrets)  # fmt: skip
    assert not house.ports.queries.second_factors(who.user_id).any
    assert house.enter("ruth")  # an app that was never confirmed locks nobody out


def with_passkey(house: House, role: str = "registrar") -> tuple[Actor, str, SoftwareAuthenticator]:
    """Add an account with a passkey; return who, its id, and the device."""
    who, device, passkeys = house.account("ruth", role), SoftwareAuthenticator(), house.ports.passkeys
    asked = passkeys.ask_to_create(ORIGIN, user_id=who.user_id, login="ruth", name="Ruth", known=[])
    made = passkeys.created(ORIGIN, state=asked.state, answer=device.create(asked.options))
    family = house.enter("ruth").family_id
    key = house.office.do(add_passkey, by=who, label=" Office  laptop ", made=made, family_id=family)["id"]
    return who, key, device


def prove(house: House, device: SoftwareAuthenticator, roles: Collection[str] = OFFICERS) -> OpenedSession:
    """Sign in with the device."""
    asked = house.ports.passkeys.ask_to_prove(ORIGIN)
    given = PasskeyAnswer(ORIGIN, asked.state, device.prove(asked.options))
    return sign_in_with_passkey(house.ports, given=given, roles=roles)


def test_a_passkey_opens_a_session_without_the_password(house: House) -> None:
    who, _key, device = with_passkey(house)
    opened = prove(house, device)
    assert (opened.user_id, house.standing(opened).factor) == (who.user_id, "passkey")
    kept = house.ports.queries.second_factors(who.user_id).passkeys[0]
    assert (kept.label, kept.last_used_at) == ("Office laptop", house.office.clock.now())


def test_what_is_not_a_proof_by_this_passkey_for_this_site_is_refused(house: House) -> None:
    _who, _key, device = with_passkey(house)
    strangers = (
        SoftwareAuthenticator(),
        SoftwareAuthenticator(credential_id=device.credential_id, count=50),
        SoftwareAuthenticator("https://localhost:1", "localhost", 50, True, device.credential_id, device.key),
        SoftwareAuthenticator(ORIGIN, "evil.example", 50, True, device.credential_id, device.key),
        SoftwareAuthenticator(ORIGIN, "localhost", 50, False, device.credential_id, device.key),
    )
    for stranger in strangers:
        with pytest.raises(CodedError, match="passkey_refused"):
            prove(house, stranger)
    with pytest.raises(CodedError, match="passkey_refused"):
        prove(house, device, roles=("organisation",))
    asked, other = house.ports.passkeys.ask_to_prove(ORIGIN), house.ports.passkeys.ask_to_prove(ORIGIN)
    with pytest.raises(CodedError, match="passkey_refused"):
        given = PasskeyAnswer(ORIGIN, other.state, device.prove(asked.options))
        sign_in_with_passkey(house.ports, given=given, roles=OFFICERS)
    for odd in ({}, {"rawId": 7}, {"rawId": "AA", "response": {}}, {"id": "x" * 5000}):
        with pytest.raises(CodedError, match="passkey_refused"):
            sign_in_with_passkey(house.ports, given=PasskeyAnswer(ORIGIN, asked.state, odd), roles=OFFICERS)
    assert prove(house, device)


def test_a_counter_that_runs_backwards_suspends_the_passkey(house: House) -> None:
    who, _key, device = with_passkey(house)
    prove(house, device)
    copied = device.copy()
    prove(house, device)
    with pytest.raises(CodedError, match="passkey_cloned"):
        prove(house, copied)
    with pytest.raises(CodedError, match="passkey_refused"):
        prove(house, device)
    with pytest.raises(SecondFactorNeeded) as needed:
        house.enter("ruth")
    assert (needed.value.totp, needed.value.passkeys) == (False, 0)
    assert "passkey_suspended" in {row.kind for row in house.ports.queries.acts(limit=10).rows}
    assert house.ports.queries.second_factors(who.user_id).usable == 0


def test_counters_that_stay_zero_say_nothing(house: House) -> None:
    _who, _key, device = with_passkey(house)
    for _ in range(2):
        device.count = -1
        assert prove(house, device)


def test_passkeys_need_a_name() -> None:
    usable = FidoPasskeys().usable_at
    assert [usable(each) for each in ("http://localhost:8081", "https://cec.example.kg", "https://x.kg:8443")] == [
        True
    ] * 3
    assert [usable(each) for each in ("http://cec.example.kg", "https://192.168.1.2", "https://[::1]:1")] == [
        False
    ] * 3


def test_the_administrator_helps_back_in_and_never_touches_the_own_account(house: House) -> None:
    chief, who = house.account("chief", "administrator"), house.account("signe", "approver")
    opened = house.enter("signe")
    house.enrol(who, opened.family_id)
    for verb, more in (
        (close_user, {}),
        (reset_second_factors, {}),
        (give_one_time_password, {"password": PASSWORD}),
    ):
        with pytest.raises(Conflict, match="own_account"):
            house.office.do(verb, by=chief, user_id=chief.user_id, **more)
        with pytest.raises(CodedError, match="forbidden"):
            house.office.do(verb, by=who, user_id=chief.user_id, **more)
    assert house.office.do(reset_second_factors, by=chief, user_id=who.user_id)["removed"] == 1
    assert house.standing(opened) is None
    assert house.standing(house.enter("signe")).unfinished == "second_factor_required"
    assert "second_factors_reset" in {row.kind for row in house.ports.queries.acts(limit=10).rows}


def test_a_one_time_password_serves_a_week_and_only_to_choose_another(house: House) -> None:
    chief, who = house.account("chief", "administrator"), house.account("ruth", "registrar")
    new = "handed-over-in-person"
    house.office.do(give_one_time_password, by=chief, user_id=who.user_id, password=new)
    with pytest.raises(CodedError, match="sign_in_failed"):
        house.enter("ruth")
    opened = sign_in(house.ports, login="ruth", password=new, roles=OFFICERS)
    assert house.standing(opened).unfinished == "password_change_required"
    house.office.clock.move(days=7)
    with pytest.raises(CodedError, match="sign_in_failed"):
        sign_in(house.ports, login="ruth", password=new, roles=OFFICERS)
    house.office.clock.move(days=-7)
    mine = "seven green horses"
    house.office.do(change_password, by=who, old_password=new, new_password=mine, again=mine,
                    family_id=opened.family_id)  # fmt: skip
    assert house.standing(opened).unfinished == ""
