"""The public statistics: what the publisher wrote, as page, JSON and CSV in three languages."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest

from tests.publishing import revoked
from tests.web.public.conftest import Site, public_app

PATH = "/elections/kg-2027-pr/statistics"
API = f"/api/v1{PATH}"


def test_the_document_says_what_is_published(standing_site: Site) -> None:
    document = standing_site.client.get(API).get_json()
    assert (document["election"], document["fewest"]) == ("kg-2027-pr", 3)
    assert document["accredited"] == {
        "people": 8, "revoked": 0, "by_kind": [{"kind": "other", "organisations": 1, "people": 8}],
        "by_country": [{"country": None, "not_stated": False, "people": 8}],
    }  # fmt: skip
    assert [row["total"] for row in document["curve"]] == [8]
    assert document["without_application"] == 8
    assert standing_site.client.get(API).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("lang", "said"), [("ky", "Статистика"), ("ru", "Ход аккредитации"), ("en", "time")])
def test_the_page_draws_and_tells(standing_site: Site, lang: str, said: str) -> None:
    page = standing_site.client.get(f"{PATH}?lang={lang}").get_data(as_text=True)
    assert said in page and "stats." not in page and "word." not in page
    drawings = re.findall(r"<svg class=\"chart\".*?</svg>", page, flags=re.DOTALL)
    assert drawings
    for drawing in drawings:
        ET.fromstring(drawing)
    assert "style=" not in page


def test_each_figure_is_a_csv(standing_site: Site) -> None:
    client = standing_site.client
    page = client.get(f"{PATH}?lang=en").get_data(as_text=True)
    links = re.findall(rf'href="({API}/[a-z_]+\?lang=en)"', page)
    assert len(links) == 9
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200 and answer.mimetype == "text/csv"
        text = answer.get_data(as_text=True)
        assert text.startswith("\ufeff")
        head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        assert head and all(len(row) == len(head) for row in rows)
    assert client.get(f"{API}/mfa").status_code == 404
    assert client.get(f"{API}/refusals_crossed").status_code == 404
    assert client.get(f"{API}/curve?lang=xx").status_code == 422


def test_a_later_state_brings_later_figures(site: Site) -> None:
    commission, reader = site.commission, site.client
    assert reader.get(API).get_json()["accredited"]["people"] == 8
    revoked(commission, site.numbers[0])
    commission.publish("kg-2027-pr")
    accredited = reader.get(API).get_json()["accredited"]
    assert (accredited["people"], accredited["revoked"]) == (7, 1)


def test_without_a_file_there_is_nothing_and_never_an_error(site: Site) -> None:
    folder = site.commission.publisher.desk.published_dir / "statistics"
    file = folder / "kg-2027-pr.json"
    kept = file.read_bytes()
    file.write_bytes(kept[: len(kept) // 2])
    fresh = public_app(site.commission).test_client()
    assert fresh.get(API).status_code == 404 and fresh.get(PATH).status_code == 404
    assert site.client.get("/elections/unknown/statistics").status_code == 404
    assert site.client.get("/api/v1/elections/..%2Ftrust/statistics").status_code == 404
