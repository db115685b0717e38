"""Before and after on its page: counted, drawn, laid beside the fall on a dummy pill, and without a verdict."""

from support.pages import text


def test_an_empty_diary_says_what_is_needed(person):
    assert "The diary is still empty." in text(person.get("/trials/before-after/"))


def test_the_first_dose_is_where_it_begins_where_nothing_else_is_said(sample):
    page = sample.get("/trials/before-after/")
    said = text(page)
    assert page.context["form"].initial["begun"] == page.context["found"].begun
    assert page.context["found"].sentences[0] in said
    assert "On a dummy pill alone cramps fell by about" in said
    assert "So this comparison gives no verdict." in said
    assert not any(word in said for word in ("It helps you", "does not help you enough"))


def test_another_day_can_be_chosen_and_a_day_outside_the_diary_is_named(sample):
    begun = sample.get("/trials/before-after/").context["found"].begun
    other = begun.replace(day=20)
    assert sample.get(f"/trials/before-after/?begun={other}").context["found"].begun == other
    for day in ("1999-01-01", "soon", ""):
        page = sample.get(f"/trials/before-after/?begun={day}")
        assert page.status_code == 422
        assert page.context["found"] is None


def test_it_is_linked_from_the_trials(person):
    assert b'href="/trials/before-after/"' in person.get("/trials/").content
