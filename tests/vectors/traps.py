"""The traps that vectors must cover, by name; a test counts at least two vectors for each."""

from __future__ import annotations

from typing import Final

TRAPS: Final = (
    "empty_protected_header", "other_alg", "alg_none", "alg_unprotected", "kid_unprotected", "extra_headers",
    "integer_beyond_2_53",
    "invalid_utf8", "boolean", "float", "undefined", "null", "simple_value", "indefinite_length",
    "duplicate_keys", "longer_form", "key_order", "key_type", "depth", "trailing_bytes", "tag_inside", "other_tag",
    "cut_short",
    "zlib_bomb", "zlib_trailing", "zlib_damaged", "leading_zeros", "too_many_digits", "lower_case_url", "other_host",
    "other_path", "other_scheme", "other_digits", "zero_signature", "truncated_signature", "high_s", "flipped_bit",
    "future_iat", "index_out_of_range", "state_older", "state_forked", "state_other_election", "state_wrong_role",
    "credential_by_state_key", "credential_by_root_key", "retired_issue_key", "compromised_issue_key",
    "retired_state_key", "compromised_state_key", "digests_missing", "digests_older", "digests_other_credential",
    "root_skipped", "root_below_threshold", "root_duplicate_signers", "root_unknown_role", "root_rollback",
    "basis_0", "basis_1", "basis_2", "basis_3", "boundary_17_59_59", "boundary_18_00_00",
    "revoked_in_ended", "revoked_in_annulled", "revoked_in_stale", "several_elections",
    "kyrgyz_letters", "nfc_nfd", "right_to_left", "control_characters", "long_names",
    "wrong_clock", "document_number", "content_disagrees", "wrong_type_or_length", "missing_or_extra_claim",
)  # fmt: skip
