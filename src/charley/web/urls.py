"""Every page of the app and the question it answers."""

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from charley.web.views import (
    amounts,
    before_after,
    bring,
    check_in,
    data,
    erase,
    firmness,
    food,
    food_table,
    habits,
    history,
    insight,
    learn,
    line,
    meals,
    more,
    patterns,
    people,
    pictures,
    plan,
    plan_review,
    products,
    profile,
    reminders,
    report,
    results,
    routines,
    sample,
    sharing,
    symptoms,
    sync,
    system,
    today,
    tonight,
    trial_answer,
    trial_days,
    trial_power,
    trials,
    waiting,
)


class NightConverter:
    """A night by the date it begins."""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class PartConverter(StringConverter):
    """A part of the day."""

    regex = r"morning|evening"


class EntryConverter(StringConverter):
    """The id of an entry."""

    regex = r"[A-Za-z0-9_-]{8,64}"


class SealConverter(StringConverter):
    """The fingerprint of a trial."""

    regex = r"[0-9a-f]{64}"


class SecretConverter(StringConverter):
    """The secret end of a link to a report."""

    regex = r"[A-Za-z0-9_-]{43}"


register_converter(SecretConverter, "secret")
register_converter(NightConverter, "night")
register_converter(PartConverter, "part")
register_converter(SealConverter, "seal")
register_converter(EntryConverter, "entry")

urlpatterns = [
    # How is the night?
    path("", tonight.tonight, name="tonight"),
    path("tonight/cramp", tonight.cramp, name="log_cramp"),
    path("tonight/quiet", tonight.quiet, name="log_quiet"),
    path("tonight/dose", tonight.dose, name="log_dose"),
    path("now/", tonight.now_page, name="cramp_now"),
    # How was the night, how was the day?
    path("check-in/", check_in.by_the_clock, name="check_in_now"),
    path("check-in/topics/", check_in.topics, name="topics"),
    path("check-in/noted/<night:day>/", check_in.checked_in, name="checked_in"),
    path("check-in/<part:part>/", check_in.check_in, name="check_in"),
    path("check-in/<part:part>/noted/", check_in.just_now, name="just_checked_in"),
    path("check-in/<part:part>/<night:day>/", check_in.check_in, name="check_in_on"),
    # What happened, and what is it?
    path("line/", line.line, name="line"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("symptoms/", symptoms.symptoms, name="symptoms"),
    path("symptoms/score", symptoms.score, name="score"),
    path("symptoms/signs/", symptoms.signs, name="signs"),
    path("symptoms/triggers/", symptoms.triggers, name="triggers"),
    path("results/", results.results, name="results"),
    # Where do I begin?
    path("start/", profile.welcome, name="welcome"),
    path("start/sample", sample.look, name="sample"),
    path("start/<slug:slug>/", profile.question, name="question"),
    # How were my nights?
    path("history/", history.months, name="history"),
    path("history/pictures/", pictures.pictures, name="pictures"),
    path("history/<night:night>/", history.night_page, name="night"),
    path("history/<night:night>/add", history.add, name="add"),
    path("entry/<entry:entry_id>/", history.details, name="details"),
    path("entry/<entry:entry_id>/withdraw", history.withdraw, name="withdraw"),
    # What is safe for me, and when do I take it?
    path("plan/", plan.plan_page, name="plan"),
    path("plan/follow", plan.follow, name="follow"),
    path("plan/review/", plan_review.review, name="plan_review"),
    path("plan/profile/", profile.profile, name="profile"),
    path("plan/bring/", bring.bring, name="bring"),
    path("plan/charley.ics", plan.calendar, name="calendar"),
    # What can I do myself?
    path("today/", today.today, name="today"),
    path("habits/", habits.habits, name="habits"),
    path("routines/", routines.routines, name="routines"),
    path("routines/<slug:name>/", routines.routine, name="routine"),
    path("routines/<slug:name>/done", routines.done, name="routine_done"),
    path("routines/<slug:name>/place", routines.place, name="routine_place"),
    # What does my diary say so far?
    path("insight/", insight.insight, name="insight"),
    path("insight/firm/", firmness.firmness, name="insight_firmness"),
    path("insight/amounts/", amounts.amounts, name="insight_amounts"),
    path("insight/patterns/", patterns.patterns, name="insight_patterns"),
    # Does it work for me?
    path("trials/", trials.trials, name="trials"),
    path("trials/new/", trials.new, name="trial_new"),
    path("trials/new/<slug:protocol>/", trials.ask, name="trial_ask"),
    path("trials/before-after/", before_after.before_after, name="before_after"),
    path("trials/power/", trial_power.power, name="trial_power"),
    path("trials/power/<slug:name>/", trial_power.looking, name="trial_looking"),
    path("trials/power/<slug:name>/stop", trial_power.stop, name="trial_stop_looking"),
    path("trials/<seal:name>/", trial_days.trial, name="trial"),
    path("trials/<seal:name>/taken", trial_days.taken, name="trial_taken"),
    path("trials/<seal:name>/noticed", trial_days.noticed, name="trial_noticed"),
    path("trials/<seal:name>/change", trial_days.change, name="trial_change"),
    path("trials/<seal:name>/confounded", trial_days.confounded, name="trial_confounded"),
    path("trials/<seal:name>/guess", trial_days.guess, name="trial_guess"),
    path("trials/<seal:name>/charley-trial.ics", trial_days.calendar, name="trial_calendar"),
    path("trials/<seal:name>/helper/", trial_days.helper, name="trial_helper"),
    path("trials/<seal:name>/sheet/", trial_days.sheet, name="trial_sheet"),
    path("trials/<seal:name>/key/", trial_days.key, name="trial_key"),
    path("trials/<seal:name>/key/open", trial_days.unblind, name="trial_unblind"),
    path("trials/<seal:name>/result/", trial_answer.result, name="result"),
    path("trials/<seal:name>/charley-trial-report.pdf", trial_answer.report, name="trial_report"),
    path("trials/<seal:name>/decide", trial_answer.decide, name="trial_decide"),
    # How much magnesium do I eat?
    path("food/", food.food, name="food"),
    path("food/log", food.log, name="log_food"),
    path("food/of/<str:food_id>/", food_table.one, name="food_of"),
    path("food/rich/", food_table.rich, name="rich_foods"),
    path("food/products/", products.look, name="products"),
    path("food/quick/", meals.quick, name="diet"),
    path("food/quick/use", meals.use_estimate, name="use_diet"),
    path("food/better/", meals.better, name="better_meals"),
    path("food/meal/", meals.meal, name="meal"),
    # What is known, and how sure is it?
    path("learn/", learn.learn, name="learn"),
    path("learn/expect/", learn.expect, name="learn_expect"),
    path("learn/try/", learn.things_to_try, name="learn_try"),
    path("learn/forms/", learn.form_table, name="learn_forms"),
    path("learn/forms/<slug:name>/", learn.form_page, name="learn_form"),
    path("learn/claim/<slug:name>/", learn.card, name="learn_card"),
    path("learn/question/<slug:name>/", learn.answer, name="learn_answer"),
    path("learn/how/<slug:name>/", learn.how, name="learn_how"),
    path("learn/trials/<slug:question>/", learn.trials, name="learn_trials"),
    # What do I show to the doctor?
    path("report/", report.profile, name="report"),
    path("report/medicines/", report.medicines, name="report_medicines"),
    path("report/plan/", report.plan, name="report_plan"),
    path("report/sharing/", sharing.sharing_page, name="sharing"),
    path("shared/<secret:secret>/", sharing.shared, name="shared"),
    path("report/charley-<slug:kind>.pdf", report.as_pdf, name="report_pdf"),
    # Where are my data, and everything else?
    path("more/", more.more, name="more"),
    path("you/", more.you, name="you"),
    path("you/reminders/", reminders.reminders, name="reminders"),
    path("you/reminders/key", reminders.push_key, name="push_key"),
    path("you/reminders/browser", reminders.browser, name="reminded_browser"),
    path("people/", people.people, name="people"),
    path("people/add", people.add, name="add_person"),
    path("people/open", people.switch, name="open_person"),
    path("people/close", people.close, name="close_person"),
    path("people/mine/", people.mine, name="mine"),
    path("people/<slug:key>/passphrase/", people.unlock, name="unlock"),
    path("data/", data.data, name="data"),
    path("data/charley-export.zip", data.export, name="export"),
    path("data/erase/", erase.erase, name="erase"),
    path("data/erase/mine/", erase.erase_mine, name="erase_mine"),
    path("data/import", data.import_file, name="import"),
    path("data/charley-backup.sqlite3", data.backup, name="backup"),
    # For machines
    path("api/entries", sync.entries, name="sync"),
    path("offline/", system.offline, name="offline"),
    path("offline/unsent/", system.unsent, name="unsent"),
    path("healthz", system.healthz, name="healthz"),
    path("sw.js", system.service_worker, name="service_worker"),
    path("manifest.webmanifest", system.manifest, name="manifest"),
]
