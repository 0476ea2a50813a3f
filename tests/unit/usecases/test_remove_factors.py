"""Second factors taken away: with the password and another factor, and their owner is told."""

from __future__ import annotations

import pytest

from server.accreditation.errors import CodedError
from server.usecases.add_user import reset_second_factors
from server.usecases.errors import Conflict, InvalidInput
from server.usecases.records import Notice, Passkey, SessionFamily
from server.usecases.remove_factors import remove_passkey, remove_totp
from server.usecases.sign_in_with_passkey import PasskeyAnswer
from tests.office import SYSTEM
from tests.software_authenticator import SoftwareAuthenticator
from tests.unit.usecases.test_second_factors import ORIGIN, House, with_passkey
from tests.unit.usecases.test_second_factors import house as house


def test_a_passkey_is_removed_by_its_holder_alone_and_never_the_last_where_one_is_needed(house: House) -> None:
    who, key, _device = with_passkey(house, "approver")
    other = house.account("other", "approver")
    with pytest.raises(CodedError, match="not_found"):
        house.remove(remove_passkey, other, passkey_id=key)
    with pytest.raises(Conflict, match="last_second_factor"):
        house.remove(remove_passkey, who, passkey_id=key)
    with house.ports.unit_of_work() as uow:
        family = uow.find(SessionFamily, user_id=who.user_id)[0].id
        assert uow.count(Passkey, user_id=who.user_id) == 1
    secret = house.enrol(who, family)
    with pytest.raises(InvalidInput):
        house.remove(remove_passkey, who, passkey_id=key, code="000000")
    house.remove(remove_passkey, who, passkey_id=key, code=house.code(secret))
    assert house.ports.queries.second_factors(who.user_id).passkeys == ()


def test_an_app_is_taken_away_by_a_passkey_that_stays_and_its_owner_is_told(house: House) -> None:
    who, _key, device = with_passkey(house)
    with house.ports.unit_of_work() as uow:
        family = uow.find(SessionFamily, user_id=who.user_id)[0].id
    house.enrol(who, family)
    with pytest.raises(CodedError, match="passkey_proof_needed"):
        house.remove(remove_totp, who)
    asked = house.ports.passkeys.ask_to_prove(ORIGIN)
    stranger = SoftwareAuthenticator(origin=ORIGIN)
    stranger.create(house.ports.passkeys.ask_to_create(
        ORIGIN, user_id="x", login="x", name="x", known=()).options)  # fmt: skip
    for answered, fine in ((stranger, False), (device, True)):
        given = PasskeyAnswer(ORIGIN, asked.state, answered.prove(asked.options))
        if fine:
            house.remove(remove_totp, who, passkey=given)
        else:
            with pytest.raises(CodedError, match="passkey_refused"):
                house.remove(remove_totp, who, passkey=given)
    assert house.ports.queries.second_factors(who.user_id).totp_since is None
    house.office.do(reset_second_factors, by=SYSTEM, user_id=who.user_id)
    with house.ports.unit_of_work() as uow:
        told = {each.kind for each in uow.find(Notice, account_id=who.user_id)}
    assert told == {"factor_removed", "factors_reset"}
