"""A year's hours as the DBA: what is assumed can be changed, and is said."""

from test_explorers import drawn_words

from cafe.explorers import dba_hours


def test_the_hours_of_each_model_add_up():
    explorer = dba_hours()
    hours = {model: explorer.total(model) for model in ("EC2", "RDS", "DynamoDB")}
    assert hours == {"EC2": 172, "RDS": 93.2, "DynamoDB": 80.4}
    assert {"172 h", "93.2 h", "80.4 h"} <= set(drawn_words(explorer))


def test_a_slider_changes_the_task_that_was_pressed_and_no_other():
    explorer = dba_hours()
    explorer.set("task", "restore")
    explorer.set("times", 12)
    explorer.set("rds", 50)
    assert explorer.tasks["restore"].hours("RDS") == 12 * 3 * 0.5
    assert explorer.total("EC2") == 172 + 24
    assert explorer.status == (
        "In all: 196 h on EC2, 99.2 h on RDS, 104.4 h on DynamoDB. "
        "RDS takes off 49 %, DynamoDB takes off 47 %; the rest stays yours."
    )


def test_what_was_assumed_first_comes_back():
    explorer = dba_hours()
    explorer.set("times", 60)
    explorer.press("again")
    assert explorer.total("EC2") == 172


def test_a_year_without_work_is_drawn_too():
    explorer = dba_hours()
    for task in [*explorer.tasks]:
        explorer.set("task", task)
        explorer.set("times", 0)
    assert explorer.status.endswith("Nothing to do is nothing to hand over.")
    assert explorer.picture().svg
