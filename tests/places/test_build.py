import gzip
import shutil
import sqlite3

import pytest

from coordhub.places.build import BrokenRow, build_gazetteer
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.states import DATA

COUNTIES = "county_fips,usps,name,long_name,lat,lon\n26055,MI,Grand Traverse,Grand Traverse County,44.7,-85.6\n"
ZIPS = (
    "zip,city,usps,county,county_fips,lat,lon,coord_source\n"
    "49684,Traverse City,MI,Grand Traverse,26055,44.75,-85.7,geonames\n"
)
PLACES = "name,usps,county_fips,lat,lon,population\nTraverse City,MI,26055,44.76306,-85.62063,15479\n"


@pytest.fixture
def folder(tmp_path):
    """A tiny data folder; `write` replaces one of its files."""
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder)
    return folder


def write(folder, counties=COUNTIES, zips=ZIPS, places=PLACES):
    (folder / "us_counties.csv").write_text(counties, encoding="utf-8")
    (folder / "us_zips.csv.gz").write_bytes(gzip.compress(zips.encode()))
    (folder / "us_places.csv.gz").write_bytes(gzip.compress(places.encode()))


def test_the_data_in_the_tree_are_built_whole(tmp_path):
    built = build_gazetteer(DATA, tmp_path / "new" / "gazetteer.db")

    assert (built.counties, built.zips, built.places, built.is_new) == (3223, 41114, 17563, True)


def test_building_again_from_the_same_data_does_nothing(folder, tmp_path):
    target = tmp_path / "gazetteer.db"
    build_gazetteer(folder, target)
    before = target.stat()

    built = build_gazetteer(folder, target)

    assert not built.is_new
    assert (target.stat().st_mtime_ns, target.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_other_data_are_built_anew_while_the_old_file_stays_readable(folder, tmp_path):
    target = tmp_path / "gazetteer.db"
    build_gazetteer(folder, target)
    old = Gazetteer(target)
    assert old.zip("49686") is None
    write(folder, zips=ZIPS + "49686,Traverse City,MI,Grand Traverse,26055,44.7,-85.5,geonames\n")

    assert build_gazetteer(folder, target).is_new

    assert old.zip("49686") is None
    assert Gazetteer(target).zip("49686").city == "Traverse City"


@pytest.mark.parametrize("rubbish", [b"", b"this is no database", b"SQLite format 3\x00 and no more"])
def test_a_file_that_is_no_gazetteer_is_replaced(folder, tmp_path, rubbish):
    target = tmp_path / "gazetteer.db"
    target.write_bytes(rubbish)

    assert build_gazetteer(folder, target).is_new

    assert Gazetteer(target).zip("49684").city == "Traverse City"


BROKEN = [
    ("us_counties.csv", 1, {"counties": COUNTIES.replace("long_name", "long")}),
    ("us_counties.csv", 1, {"counties": ""}),
    ("us_counties.csv", 2, {"counties": COUNTIES.replace("44.7,", "")}),
    ("us_counties.csv", 2, {"counties": COUNTIES.replace("44.7,", "44.7,9,")}),
    ("us_counties.csv", 2, {"counties": COUNTIES.replace("26055", "2605")}),
    ("us_counties.csv", 3, {"counties": COUNTIES + COUNTIES.splitlines()[1] + "\n"}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("49684", "4968")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("49684", "٤٩٦٨٤")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("44.75", "north")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("44.75", "144.75")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("44.75", "nan")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("44.75", "")}),
    ("us_zips.csv.gz", 2, {"zips": ZIPS.replace("MI", "XX")}),
    ("us_zips.csv.gz", 3, {"zips": ZIPS + ZIPS.splitlines()[1] + "\n"}),
    ("us_places.csv.gz", 2, {"places": PLACES.replace("15479", "many")}),
    ("us_places.csv.gz", 2, {"places": PLACES.replace("15479", "-1")}),
    ("us_places.csv.gz", 1, {"places": PLACES.replace("population", "people")}),
]


@pytest.mark.parametrize(("file", "line", "broken"), BROKEN)
def test_a_broken_row_is_named_and_nothing_is_built(folder, tmp_path, file, line, broken):
    write(folder, **broken)
    target = tmp_path / "out" / "gazetteer.db"

    with pytest.raises(BrokenRow) as refused:
        build_gazetteer(folder, target)

    assert (refused.value.file, refused.value.line) == (file, line)
    assert refused.value.reason in str(refused.value)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    "bytes_",
    [b"no gzip at all", gzip.compress(ZIPS.encode())[:40], gzip.compress(b"zip,\xff\n")],
    # A compressed file carries the second it was made in, so that two workers would name these tests differently.
    ids=["no-gzip", "cut-short", "not-utf-8"],
)
def test_a_file_that_cannot_be_read_is_named(folder, tmp_path, bytes_):
    (folder / "us_zips.csv.gz").write_bytes(bytes_)

    with pytest.raises(BrokenRow, match=r"us_zips\.csv\.gz"):
        build_gazetteer(folder, tmp_path / "gazetteer.db")

    assert not (tmp_path / "gazetteer.db").exists()


def test_a_broken_row_leaves_the_old_gazetteer_as_it_was(folder, tmp_path):
    target = tmp_path / "gazetteer.db"
    build_gazetteer(folder, target)
    before = target.read_bytes()
    write(folder, places=PLACES.replace("15479", "many"))

    with pytest.raises(BrokenRow):
        build_gazetteer(folder, target)

    assert target.read_bytes() == before


def test_the_tree_carries_a_credit_for_each_data_file():
    credits = (DATA / "CREDITS.md").read_text(encoding="utf-8")

    assert "GeoNames (geonames.org), CC BY 4.0" in credits
    for path in DATA.glob("*.csv*"):
        if path.name.startswith(("us_", "states")):
            assert f"`{path.name}`" in credits


def test_a_folder_with_odd_characters_is_no_obstacle(folder, tmp_path):
    target = tmp_path / "a b?c#d%20é" / "gazetteer.db"

    assert build_gazetteer(folder, target).is_new

    assert not build_gazetteer(folder, target).is_new
    assert Gazetteer(target).zip("49684").state_code == "MI"


def test_the_file_is_a_plain_sqlite_database(folder, tmp_path):
    target = tmp_path / "gazetteer.db"
    build_gazetteer(folder, target)
    shutil.copy(target, tmp_path / "copy.db")

    connection = sqlite3.connect(tmp_path / "copy.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
