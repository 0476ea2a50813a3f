"""How long copies of identity documents are kept: so many days after the end of the term, then not a day longer.

The Regulation sets no time; the days are a declared parameter of the election's rule pack. While the end of the term
isn't known, the copies are still needed. Clause: 3.1, 3.8, Art.10(2).
"""

from __future__ import annotations

from datetime import date, timedelta

from server.accreditation.term import ElectionTerm, TermBasis


def copies_due_on(term: ElectionTerm, *, retention_days: int) -> date | None:
    """Return the day from whose beginning no copy may be left; None while the term has no known end.

    The term's last day is the day of publication, included; full days are counted after it. Repeat voting and an
    annulled election leave the end open. Clause: 3.8, 3.8(2), Art.10(2).
    """
    if term.basis is not TermBasis.RESULTS_PUBLISHED or term.published_day is None:
        return None
    return term.published_day + timedelta(days=retention_days + 1)
