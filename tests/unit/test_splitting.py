"""Why smaller doses, said with the measured range and without a promise."""

from charley.nutrition.splitting import about_splitting


def test_the_range_is_the_measured_one_and_nobody_is_told_to_take_more():
    said = about_splitting(300, 2)
    assert (said.share_from, said.share_to) == (0.11, 0.65)
    assert "2 doses of 150 mg" in said.message
    assert "no reason to take more" in said.message


def test_one_dose_is_told_that_two_would_do_better():
    assert "Two smaller doses" in about_splitting(200, 1).message
