"""Bars of minutes: an alarm's, and what ends by itself."""

import re
from datetime import UTC, datetime, timedelta

from cafe.lessons.alarms_drawn import NO_DATA, AlarmsDrawn, alarms_drawn
from cafe.lessons.time_line import spans, time_line
from cafe.lessons.what_ends import MINUTES, ROTATED, what_ends

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_minutes_alike_are_one_span():
    found = spans([True, True, False], {True: "● on", False: "✕ over"})
    assert [(each.start, each.minutes, each.words) for each in found] == [
        (0, 2, "● on"),
        (2, 1, "✕ over"),
    ]


def test_a_bar_says_in_letters_what_it_shows():
    line = time_line("a caption", {"<token>": [True, False]})
    assert repr(line).split() == ["a", "caption", "<token>", "●✕"]
    html = line._repr_html_()
    assert "&lt;token&gt;" in html and "● works" in html and "✕ refused" in html


def test_credentials_and_token_end_by_themselves_and_who_is_in_stays_in():
    assert {name: sum(held) for name, held in what_ends().bars.items()} == {
        "a call with the user's access key": MINUTES,
        "a call with the role's credentials": 15,
        "a log-in with the token": 15,
        "the token's open connection": MINUTES,
        "a log-in with the old password": ROTATED,
        "the password's open connection": MINUTES,
    }


def test_a_word_without_room_is_left_out_whole_and_its_sign_stays():
    """The sign and the word may part, and one line of the two is seen."""
    html = time_line("x", {"a token": [True] * 40 + [False]})._repr_html_()
    assert "nowrap" not in html.split("✕")[0].rpartition("<span")[2]
    assert html.count("height: 24px; line-height: 24px") == 2


def test_nothing_but_its_minutes_makes_a_span_long():
    html = time_line("x", {"a token": [True] * 40 + [False]})._repr_html_()
    for style in re.findall(r'<span style="(flex: [0-9]+ 1 0; [^"]*)"', html):
        assert "min-width: 0" in style and "padding" not in style
        assert "border" not in style.replace("border-box", "")


class Watched:
    """A CloudWatch of three minutes from noon, the second without a point."""

    def describe_alarms(self, **_):
        alarm = {
            "StateUpdatedTimestamp": NOON + timedelta(hours=5),
            "Namespace": "AWS/RDS",
            "MetricName": "DatabaseConnections",
            "Dimensions": [],
            "Period": 60,
            "Statistic": "Maximum",
            "Threshold": 180.0,
        }
        return {"MetricAlarms": [alarm]}

    def get_metric_data(self, **_):
        times = [NOON, NOON + timedelta(minutes=2)]
        found = {"Timestamps": times, "Values": [60.0, 225.0]}
        return {"MetricDataResults": [found]}

    def describe_alarm_history(self, **_):
        summary = "Alarm updated from OK to ALARM"
        when = NOON + timedelta(minutes=2)
        return {"AlarmHistoryItems": [{"Timestamp": when, "HistorySummary": summary}]}


def test_each_minute_of_an_alarm_has_its_value_and_its_state():
    found = alarms_drawn(Watched(), ["x", "y"], "12:00", "12:03")
    assert found == AlarmsDrawn(
        "12:00",
        "12:03",
        "DatabaseConnections",
        180.0,
        (60.0, None, 225.0),
        dict.fromkeys(("x", "y"), (NO_DATA, NO_DATA, "ALARM")),
    )
    assert found.beyond == [False, False, True]
    assert "✕ yes" in found._repr_html_() and "✕ ALARM" in found._repr_html_()
    assert "60 · 225" in repr(found) and repr(found).count("◐◐✕") == 2
