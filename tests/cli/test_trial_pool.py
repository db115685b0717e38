"""``charley trial pool``: a folder of exported trials, put together without a server."""

import json
import math
from datetime import date

import jsonschema
import pytest

from charley.cli.main import run
from charley.interop.trial_bundle import Made, write
from charley.services.trial_report import Papers, Trial
from support.trials import kept, opened, sealed

START = date(2026, 1, 5)
MADE = Made(now="2026-07-01T09:00", run="0" * 12, program="9.9", facts="f", sha256="0" * 64)


def trial(seed, ratio, **changes):
    """One person's finished trial of the same question, with an order of its own."""
    design = opened(seed=seed, period=14, pairs=3).design.amended("start", START, "begins")
    table = kept(design, ratio=ratio, rate=2.0, start=START, seed=seed, **changes)
    return Trial(Papers(design=design), table)


def put(folder, name, held):
    (folder / name).write_bytes(write(MADE, held))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("trials")
    for seed, ratio in enumerate((0.3, 0.5, 0.6, 0.6, 0.8, 1.0), start=1):
        put(place, f"person-{seed}.zip", trial(seed, ratio))
    return place


def test_the_average_lies_among_the_people_and_each_is_drawn_towards_it(folder, capsys):
    assert run(["trial", "pool", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    run(["schema", "trial-pool"])
    jsonschema.validate(document, json.loads(capsys.readouterr().out))
    [group] = document["groups"]
    assert group["average"]["low"] < 0.65 < group["average"]["high"]
    assert group["p_fewer"] > 0.9
    assert len(group["people"]) == 6
    middle = math.log(group["average"]["middle"])
    alone = [math.log(each["alone"]["middle"]) - middle for each in group["people"]]
    among = [math.log(each["among"]["middle"]) - middle for each in group["people"]]
    assert sum(gap**2 for gap in among) < sum(gap**2 for gap in alone)
    for each in group["people"]:
        width = math.log(each["among"]["high"] / each["among"]["low"])
        assert width < math.log(each["alone"]["high"] / each["alone"]["low"])
    assert group["next_person"]["low"] < group["average"]["low"]


def test_a_table_for_people_and_a_forest_plot_as_picture_and_on_paper(folder, capsys, tmp_path):
    svg, pdf = tmp_path / "forest.svg", tmp_path / "forest.pdf"
    assert run(["trial", "pool", str(folder), "--svg", str(svg), "--pdf", str(pdf)]) == 0
    said = capsys.readouterr().out
    assert "6 people tried magnesium" in said
    assert all(f"person-{seed}.zip" in said for seed in range(1, 7))
    picture = svg.read_text("utf-8")
    assert picture.startswith("<svg xmlns")
    assert picture.count('class="limit"') == 6
    assert picture.count('class="interval"') == 1
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_broken_doubled_unfinished_and_stopped_files_are_named_and_the_rest_is_pooled(capsys, tmp_path):
    put(tmp_path, "a.zip", trial(1, 0.5))
    put(tmp_path, "b.zip", trial(1, 0.5))
    put(tmp_path, "c.zip", trial(2, 0.5, nights=60))
    whole = trial(3, 0.5)
    stopped = whole.papers.design.amended("stop", date(2026, 2, 1), "enough")
    put(tmp_path, "d.zip", Trial(Papers(design=stopped), whole.nights))
    (tmp_path / "e.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:200])
    (tmp_path / "f.txt").write_text("a letter", "utf-8")
    assert run(["trial", "pool", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in document["groups"][0]["people"]] == ["a.zip"]
    why = {each["name"]: each["why"] for each in document["left_out"]}
    assert list(why) == ["b.zip", "c.zip", "d.zip", "e.zip", "f.txt"]
    assert "same trial as a.zip" in why["b.zip"]
    assert "not over" in why["c.zip"]
    assert "stopped" in why["d.zip"]


def test_other_questions_are_not_mixed(capsys, tmp_path):
    put(tmp_path, "magnesium.zip", trial(1, 0.5))
    design = sealed(protocol="stretching-or-nothing", period=14, pairs=2).amended("start", START, "begins")
    put(tmp_path, "stretching.zip", Trial(Papers(design=design), kept(design, start=START)))
    assert run(["trial", "pool", str(tmp_path), "--json"]) == 0
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert [len(group["people"]) for group in groups] == [1, 1]
    assert len({group["question"] for group in groups}) == 2
    assert any("One trial says little" in line for line in groups[0]["sentences"])


def test_a_folder_without_a_trial_is_no_answer(capsys, tmp_path):
    assert run(["trial", "pool", str(tmp_path)]) == 1
    assert "no finished trial" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["none", "file.zip"])
def test_what_is_no_folder_is_a_named_fault(capsys, tmp_path, name):
    (tmp_path / "file.zip").write_bytes(b"")
    assert run(["trial", "pool", str(tmp_path / name), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == [str(tmp_path / name)]


def test_the_order_of_the_files_does_not_matter(folder, capsys, tmp_path):
    names = sorted(each.name for each in folder.iterdir())
    for old, new in zip(names, reversed(names), strict=True):
        (tmp_path / new).write_bytes((folder / old).read_bytes())
    averages = []
    for place in (folder, tmp_path):
        assert run(["trial", "pool", str(place), "--json"]) == 0
        averages.append(json.loads(capsys.readouterr().out)["groups"][0]["average"]["middle"])
    assert averages[0] == pytest.approx(averages[1], rel=1e-6)
