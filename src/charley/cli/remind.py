"""``charley remind``: say that it is time for a dose. A scheduler calls it; it never speaks of a missed one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypedDict

from cyclopts import Parameter

from charley.cli import output
from charley.cli.clock import now
from charley.cli.store import see_passphrase
from charley.diary.records import DAY_BEGINS
from charley.errors import BadInput, Problem
from charley.services.web_push import Outcome

if TYPE_CHECKING:
    from apprise import Apprise

    from charley.db.models import Person, Reminding

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]
#: What is said where the person chose no more.
PLAIN = "Charley: it is time."


class Told(TypedDict):
    """What was said to one person: whether their address took it, and how many of their browsers."""

    person: str
    words: str
    sent: bool | None
    browsers: dict[Outcome, int]


def remind(
    *,
    due: Flag = False,
    on: Flag = False,
    off: Flag = False,
    to: str | None = None,
    say_what: Annotated[bool | None, Parameter(negative="--say-nothing")] = None,
    person: str | None = None,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Remind of the dose whose time it is; off for everybody until turned on.

    Let a scheduler call it every five minutes: */5 * * * * charley remind --due
    A dose is spoken of once, within half an hour of its time, and never when it was missed or taken.

    Parameters
    ----------
    due
        Say, or send, what is due now for everybody who wants it.
    on
        Begin to remind this person.
    off
        Stop, and forget where the words went.
    to
        Also send the words there: an address as Apprise writes it, such as ntfy://… or mailto://…. Empty: only print.
    say_what
        Name the dose. Without it the words are "Charley: it is time." and nothing else.
    person
        Whose diary, where several people keep one here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.db.connection import setup

    chosen = on or off or to is not None or say_what is not None
    if due == chosen or (off and (on or to is not None or say_what is not None)):
        raise BadInput([Problem("due", "say --due, or how to remind: --on, --off, --to ADDRESS, --say-what")])
    folder = setup(data)
    if due:
        return _say_all(folder, as_json=json)
    from charley.db.people import whom

    found = whom(person, made_at=datetime.now(UTC))
    see_passphrase(found)
    return _settle(found, off=off, to=to, say_what=say_what, as_json=json)


def _settle(person: "Person", *, off: bool, to: str | None, say_what: bool | None, as_json: bool) -> int:
    from charley.db import reminding

    if off:
        reminding.leave_alone(person)
        answer, sentence = {"on": False}, "No reminders any more."
    else:
        if to:
            _notifier(to)
        kept = reminding.wish(person, address=to, says_what=say_what)
        where = "sent to the address you gave" if kept.address else "printed by: charley remind --due"
        words = "They name the dose." if kept.says_what else f"They say “{PLAIN}” and nothing else."
        answer = {"on": True, "sends": bool(kept.address), "says_what": kept.says_what}
        sentence = f"Reminders are {where}. {words}"
    if as_json:
        output.print_json(answer)
    else:
        output.console.print(sentence, markup=False)
    return output.DONE


def _say_all(folder: Path, *, as_json: bool) -> int:
    from charley.db import reminding
    from charley.db.people import called, is_alone
    from charley.db.repository import store_for
    from charley.services.reminders import due_now

    moment, made_at = now(), datetime.now(UTC)
    day = (moment.wall - DAY_BEGINS).date()
    told: list[Told] = []
    for wished in reminding.everybody_to_remind():
        found = due_now(store_for(wished.person), now=moment, made_at=made_at)
        # Noted before it is said: a reminder that got lost costs little, one that comes twice may cost a double dose.
        if found is None or not reminding.first_time(wished.person, day=day, time=found.time, now=made_at):
            continue
        words = f"Charley: {found.time}, {found.what}" if wished.says_what and found.what else PLAIN
        sent = bool(_notifier(wished.address).notify(body=words)) if wished.address else None
        browsers = _send_to_browsers(wished, words, folder)
        told.append({"person": called(wished.person), "words": words, "sent": sent, "browsers": browsers})
        if not as_json:
            output.console.print(words if is_alone() else f"{called(wished.person)}: {words}", markup=False)
    lost = sum((each["sent"] is False) + each["browsers"]["lost"] for each in told)
    gone = sum(each["browsers"]["gone"] for each in told)
    if as_json:
        output.print_json({"reminded": told})
    elif lost:
        output.errors.print(f"{lost} could not be sent, and will not be sent again.", markup=False)
    if gone and not as_json:
        message = f"{gone} went to a browser that takes no more reminders. It is forgotten; turn it on again there."
        output.errors.print(message, markup=False)
    return output.OUR_FAULT if lost or gone else output.DONE


def _send_to_browsers(wished: "Reminding", words: str, folder: Path) -> dict[Outcome, int]:
    """Say the words in every browser a person turned on: how many took them. One that is gone is forgotten."""
    from charley.db import reminding
    from charley.db.push_key import key_file
    from charley.services.web_push import is_installed, send

    outcomes: dict[Outcome, int] = {"sent": 0, "lost": 0, "gone": 0}
    for _, browser in reminding.browsers(wished):
        outcome = send(browser, words, key=key_file(folder)) if is_installed() else "lost"
        outcomes[outcome] += 1
        if outcome == "gone":
            reminding.forget_browser(wished.person, browser.endpoint)
    return outcomes


def _notifier(address: str) -> "Apprise":
    """What sends to an address.

    Raises:
        BadInput: where it is no address, or the library is not installed.
    """
    try:
        from apprise import Apprise
    except ImportError:
        message = "sending needs the package apprise, which is not installed; without --to the words are printed"
        raise BadInput([Problem("to", message)]) from None
    notifier = Apprise()
    if not notifier.add(address):
        raise BadInput([Problem("to", "is no address that Apprise knows; its pages list them")])
    return notifier
